using EgressPipeline.Pipeline;

namespace EgressPipeline.Filters;

/// <summary>Calls the head phases of filters for the requests of one connection.</summary>
internal sealed class FilterCaller(HttpExchange exchange, FilterServices services) : PhaseCaller(services)
{
    private readonly FilterMetricsSource _metrics = services.Metrics;

    /// <summary>Calls the request phase.</summary>
    public FilterResult OnRequest(in FilterCall filter, CancellationToken call, out Task<FilterResult>? waiting) => Call(filter, FilterPhase.Request, call, out waiting);

    /// <summary>Calls the response phase.</summary>
    public FilterResult OnResponse(in FilterCall filter, CancellationToken call, out Task<FilterResult>? waiting) => Call(filter, FilterPhase.Response, call, out waiting);

    /// <summary>Calls the completion phase of a filter that took part in the request.</summary>
    public void OnCompleted(FilterSlot slot)
    {
        var here = _metrics.Here;
        var started = here.Count(slot.Counters.Number);
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

    protected override ValueTask<FilterResult> Invoke(in FilterCall filter, FilterPhase phase, CancellationToken patience) =>
        filter.Phase!(exchange.OpenPhase(filter.Index, filter.Capabilities), patience);

    protected override void Close() => exchange.ClosePhase();

    protected override void OnRunaway(FilterSlot slot) => exchange.Isolate(slot);

    protected override void OnCall(in FilterCall filter) => exchange.Mark(filter.Index, FilterMarks.Called);

    protected override void OnFailed(FilterSlot slot) => exchange.Mark(slot.Index, FilterMarks.Out);
}
