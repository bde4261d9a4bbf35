namespace EgressPipeline.TestKit.Tests.Filters;

/// <summary>Answers in time only when the clock is not advanced past its deadline.</summary>
[EgressFilter("slow", "1.0.0", Capabilities = FilterCapabilities.CallsNetwork, DeadlineMilliseconds = 5000)]
public sealed class SlowFilter(FilterContext context) : IRequestFilter
{
    public async ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        context.Logger.LogWaiting();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return FilterResult.Continue;
    }
}
