using System.Globalization;
using System.Text;
using EgressPipeline;

namespace SamplePlugin;

/// <summary>
/// Surrounds the exchange: repeats it while the service answers 503 and it may, and says in <c>x-again</c> how often it called. The header <c>x-wrap</c> asks for
/// something else: <c>deny</c>, <c>answer</c> (both after the exchange), <c>skip</c> (an answer without it).
/// </summary>
[EgressFilter("again", "1.0.0", MaxExchanges = 3, Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.MayDeny | FilterCapabilities.MayAnswer)]
public sealed class AgainFilter : IExchangeFilter, IResponseFilter, ICompletionFilter
{
    private static readonly FilterAnswer Instead = FilterAnswer.Text(203, "instead");
    private readonly LabelledCounter _outcomes;

    /// <summary>Makes the filter.</summary>
    public AgainFilter(FilterContext context) => _outcomes = context.Metrics.Counter("outcomes_total", "How requests ended.", "status", "200", "203", "503");

    /// <inheritdoc/>
    public async ValueTask<FilterResult> OnExchangeAsync(EgressRequest request, ExchangeNext next, CancellationToken cancellationToken)
    {
        request.Headers.TryGet("x-wrap"u8, out var header);
        var wish = Encoding.ASCII.GetString(header);
        if (wish == "skip")
            return FilterResult.Answer(Instead);
        ExchangeOutcome outcome;
        var calls = 0;
        do
        {
            outcome = await next.RunAsync();
            calls++;
        }
        while (outcome.Status == 503 && next.CanRun);
        request.State<Calls>().Number = calls;
        return wish switch
        {
            "deny" => FilterResult.Deny("after all"),
            "answer" => FilterResult.Answer(Instead),
            _ => FilterResult.Continue,
        };
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        request.ResponseHeaders.Set("x-again"u8, Encoding.ASCII.GetBytes(request.State<Calls>().Number.ToString(CultureInfo.InvariantCulture)));
        return new(FilterResult.Continue);
    }

    /// <inheritdoc/>
    public void OnCompleted(EgressRequest request) => _outcomes[request.ResponseStatus.ToString(CultureInfo.InvariantCulture)].Increment();

    private sealed class Calls : IFilterState
    {
        public int Number { get; set; }

        public void Reset() => Number = 0;
    }
}
