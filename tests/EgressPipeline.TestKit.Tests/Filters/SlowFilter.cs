namespace EgressPipeline.TestKit.Tests.Filters;

/// <summary>Never answers by itself.</summary>
[EgressFilter("slow", "1.0.0", Capabilities = FilterCapabilities.CallsNetwork, DeadlineMilliseconds = Milliseconds)]
public sealed class SlowFilter : IRequestFilter
{
    private const int Milliseconds = 5432;

    /// <summary>How long the sidecar waits for it.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromMilliseconds(Milliseconds);

    public async ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return FilterResult.Continue;
    }
}
