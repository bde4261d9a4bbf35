using EgressPipeline.Pipeline;

namespace EgressPipeline.Filters;

/// <summary>
/// Calls the phases of filters for the requests of one connection, and contains what they do: bounds their time, holds them to what they
/// declared, and turns failures into the verdict of their failure mode. A phase that completes at once costs no allocation.
/// </summary>
/// <remarks>Belongs to the connection's loop; not thread-safe.</remarks>
internal sealed class FilterCaller(HttpExchange exchange, FilterServices services) : IDisposable
{
    // What filters wait with. Replaced once it was cancelled.
    private CancellationTokenSource _patience = new();

    /// <summary>Set when a filter went on running after its time: what it may still look at must not be used for anybody else.</summary>
    public bool HasRunaway { get; private set; }

    /// <summary>Calls the request phase.</summary>
    public ValueTask<FilterResult> OnRequest(FilterSlot slot, CancellationToken call) => Call(slot, FilterPhase.Request, call);

    /// <summary>Calls the response phase.</summary>
    public ValueTask<FilterResult> OnResponse(FilterSlot slot, CancellationToken call) => Call(slot, FilterPhase.Response, call);

    /// <summary>Calls the completion phase of a filter that took part in the request.</summary>
    public void OnCompleted(FilterSlot slot)
    {
        var started = slot.Instance.Counters.Begin();
        try
        {
            slot.Completion!.OnCompleted(exchange.OpenPhase(slot));
        }
        catch (Exception failure)
        {
            FilterFailures.Count(slot, FilterFailures.FaultOf(failure), failure, "over already");
        }
        exchange.ClosePhase();
        if (started != 0)
            slot.Instance.Counters.End(started);
    }

    public void Dispose() => _patience.Dispose();

    private ValueTask<FilterResult> Call(FilterSlot slot, FilterPhase phase, CancellationToken call)
    {
        var started = 0L;
        if (!slot.IsBuiltIn)
        {
            if (!slot.Instance.Breaker.TryEnter())
                return new ValueTask<FilterResult>(Fail(slot, FilterFault.BreakerOpen, null));
            exchange.Mark(slot, FilterMarks.Called);
            started = slot.Instance.Counters.Begin();
        }
        var pending = slot.Blocks ? CallElsewhere(slot, phase) : Start(slot, phase);
        if (!pending.IsCompletedSuccessfully)
            return AwaitAsync(slot, phase, pending, call);
        exchange.ClosePhase();
        if (started != 0)
            slot.Instance.Counters.End(started);
        return new ValueTask<FilterResult>(slot.IsBuiltIn ? pending.Result : Judge(slot, phase, pending.Result));
    }

    private ValueTask<FilterResult> Start(FilterSlot slot, FilterPhase phase)
    {
        var request = exchange.OpenPhase(slot);
        try
        {
            return phase == FilterPhase.Request
                ? slot.Request!.OnRequestAsync(request, _patience.Token)
                : slot.Response!.OnResponseAsync(request, _patience.Token);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<FilterResult>(failure);
        }
    }

    /// <summary>A filter that blocks is called on the thread pool: the event loop belongs to all connections.</summary>
    private ValueTask<FilterResult> CallElsewhere(FilterSlot slot, FilterPhase phase) =>
        new(Task.Factory.StartNew(() => Start(slot, phase).AsTask(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap());

    private async ValueTask<FilterResult> AwaitAsync(FilterSlot slot, FilterPhase phase, ValueTask<FilterResult> pending, CancellationToken call)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var work = pending.AsTask();
        try
        {
            var result = await work.WaitAsync(slot.Deadline, services.Time, call);
            return slot.IsBuiltIn ? result : Judge(slot, phase, result);
        }
        catch (Exception failure) when (work.IsCompleted)
        {
            return call.IsCancellationRequested ? FilterFailures.Interrupted : Fail(slot, FilterFailures.FaultOf(failure), failure);
        }
        catch (Exception failure)
        {
            LoseRunaway();
            return failure is TimeoutException ? Fail(slot, FilterFault.Deadline, null) : FilterFailures.Interrupted;
        }
        finally
        {
            exchange.ClosePhase();
            slot.Instance.Counters.End(started);
        }
    }

    /// <summary>The filter goes on without us: its token is cancelled (elsewhere: what that runs is the filter's), and its handle dies.</summary>
    private void LoseRunaway()
    {
        HasRunaway = true;
        exchange.ClosePhase();
        _ = _patience.CancelAsync();
        _patience = new CancellationTokenSource();
    }

    private FilterResult Judge(FilterSlot slot, FilterPhase phase, in FilterResult result)
    {
        if (!FilterFailures.IsAllowed(slot, phase, result))
            return Fail(slot, FilterFault.Capability, null);
        slot.Instance.Breaker.Succeeded();
        return result;
    }

    private FilterResult Fail(FilterSlot slot, FilterFault fault, Exception? failure)
    {
        exchange.Mark(slot, FilterMarks.Out);
        return FilterFailures.Verdict(slot, fault, failure);
    }
}
