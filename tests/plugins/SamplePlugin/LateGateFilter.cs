using EgressPipeline;

namespace SamplePlugin;

/// <summary>Runs after the gate and says how often it was asked for one request.</summary>
[EgressFilter("late-gate", "1.0.0", Stage = FilterStage.Authorize, Capabilities = FilterCapabilities.ChangesHeaders)]
public sealed class LateGateFilter : IRequestFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var asked = request.State<Asked>();
        asked.Times++;
        request.Headers.Set("x-late-gate"u8, [(byte)('0' + asked.Times)]);
        return new(FilterResult.Continue);
    }

    private sealed class Asked : IFilterState
    {
        public int Times { get; set; }

        public void Reset() => Times = 0;
    }
}
