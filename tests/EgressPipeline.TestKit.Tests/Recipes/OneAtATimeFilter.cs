namespace EgressPipeline.TestKit.Tests.Recipes;

/// <summary>Lets one call at a time through; the others get 429.</summary>
[EgressFilter("one-at-a-time", "1.0.0", Capabilities = FilterCapabilities.MayDeny)]
public sealed class OneAtATimeFilter : IRequestFilter, ICompletionFilter
{
    private int _taken;

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
            return new(FilterResult.Deny("one call at a time", 429));
        request.State<Turn>().IsMine = true;
        return new(FilterResult.Continue);
    }

    // Called for refused calls, too: the state says whose turn ends.
    public void OnCompleted(EgressRequest request)
    {
        if (request.State<Turn>().IsMine)
            Volatile.Write(ref _taken, 0);
    }

    private sealed class Turn : IFilterState
    {
        public bool IsMine { get; set; }

        public void Reset() => IsMine = false;
    }
}
