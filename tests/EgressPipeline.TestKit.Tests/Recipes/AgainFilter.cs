namespace EgressPipeline.TestKit.Tests.Recipes;

/// <summary>Calls the service once more when it answers 503.</summary>
[EgressFilter("again", "1.0.0", MaxExchanges = 2)]
public sealed class AgainFilter : IExchangeFilter
{
    public async ValueTask<FilterResult> OnExchangeAsync(EgressRequest request, ExchangeNext next, CancellationToken cancellationToken)
    {
        var outcome = await next.RunAsync();
        if (outcome.Status == 503 && next.CanRun) // the body is there to be sent again
            await next.RunAsync();
        return FilterResult.Continue; // with the last outcome
    }
}
