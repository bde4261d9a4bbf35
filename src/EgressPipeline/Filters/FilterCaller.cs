using EgressPipeline.Pipeline;

namespace EgressPipeline.Filters;

/// <summary>Calls the head phases of filters for the requests of one connection.</summary>
internal sealed class FilterCaller(HttpExchange exchange, FilterServices services) : PhaseCaller(services)
{
    private readonly FilterMetricsSource _metrics = services.Metrics;

    /// <summary>Calls the request phase.</summary>
    public FilterResult OnRequest(FilterSlot slot, CancellationToken call, out Task<FilterResult>? waiting) => Call(slot, FilterPhase.Request, call, out waiting);

    /// <summary>Calls the response phase.</summary>
    public FilterResult OnResponse(FilterSlot slot, CancellationToken call, out Task<FilterResult>? waiting) => Call(slot, FilterPhase.Response, call, out waiting);

    /// <summary>Calls the completion phase of a filter that took part in the request.</summary>
    public void OnCompleted(FilterSlot slot)
    {
        var here = _metrics.Here;
        var started = slot.Counters.Begin(here);
        var outer = here.Enter(slot);
        try
        {
            slot.Completion!.OnCompleted(exchange.OpenPhase(slot));
        }
        catch (Exception failure)
        {
            FilterFailures.Count(slot, FilterFailures.FaultOf(failure), failure, "over already");
        }
        finally
        {
            here.Leave(outer);
        }
        exchange.ClosePhase();
        if (started != 0)
            slot.Counters.End(started);
    }

    protected override ValueTask<FilterResult> Invoke(FilterSlot slot, FilterPhase phase, CancellationToken patience) =>
        (phase == FilterPhase.Request ? slot.OnRequest : slot.OnResponse)!(exchange.OpenPhase(slot), patience);

    protected override void Close() => exchange.ClosePhase();

    protected override void OnRunaway(FilterSlot slot) => exchange.Isolate(slot);

    protected override void OnCall(FilterSlot slot) => exchange.Mark(slot, FilterMarks.Called);

    protected override void OnFailed(FilterSlot slot) => exchange.Mark(slot, FilterMarks.Out);
}
