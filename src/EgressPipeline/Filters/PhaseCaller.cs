using System.Diagnostics;

namespace EgressPipeline.Filters;

/// <summary>
/// Calls phases of filters and contains what they do: bounds their time, holds them to what they declared, and turns failures into the
/// verdict of their failure mode. A phase that completes at once costs no allocation.
/// </summary>
/// <remarks>Belongs to one flow of a connection; not thread-safe.</remarks>
internal abstract class PhaseCaller(FilterServices services) : IDisposable
{
    private readonly FilterMetricsSource _metrics = services.Metrics;
    private readonly BreakerAlarm _alarm = services.Alarm;

    // What filters wait with. Replaced once it was cancelled.
    private CancellationTokenSource _patience = new();

    public virtual void Dispose() => _patience.Dispose();

    /// <summary>Opens the phase and calls the filter; what it throws may be thrown.</summary>
    /// <param name="filter">Which filter.</param>
    /// <param name="phase">Which phase.</param>
    /// <param name="patience">Cancelled when nobody waits for it any more.</param>
    protected abstract ValueTask<FilterResult> Invoke(in FilterCall filter, FilterPhase phase, CancellationToken patience);

    /// <summary>Closes the phase: its handles are dead.</summary>
    protected abstract void Close();

    /// <summary>The filter is about to be called.</summary>
    protected virtual void OnCall(in FilterCall filter)
    {
    }

    /// <summary>The filter failed.</summary>
    protected virtual void OnFailed(FilterSlot slot)
    {
    }

    /// <summary>The filter was given up and may still be running: what it can look at must not become another request's.</summary>
    protected abstract void OnRunaway(FilterSlot slot);

    /// <summary>Calls a phase.</summary>
    /// <param name="filter">Which filter.</param>
    /// <param name="phase">Which phase.</param>
    /// <param name="call">Cancelled when the call ends for another reason.</param>
    protected ValueTask<FilterResult> Call(in FilterCall filter, FilterPhase phase, CancellationToken call)
    {
        var result = Call(filter, phase, call, out var waiting);
        return waiting is null ? new ValueTask<FilterResult>(result) : new ValueTask<FilterResult>(waiting);
    }

    /// <summary>
    /// Calls a phase. The result travels in registers: built as a <see cref="ValueTask{TResult}"/> it would be copied through memory at each
    /// level, which costs as much as the rest of an empty filter.
    /// </summary>
    /// <param name="filter">Which filter.</param>
    /// <param name="phase">Which phase.</param>
    /// <param name="call">Cancelled when the call ends for another reason.</param>
    /// <param name="waiting">What to await for the result, when the phase does not complete at once; otherwise null.</param>
    protected FilterResult Call(in FilterCall filter, FilterPhase phase, CancellationToken call, out Task<FilterResult>? waiting)
    {
        waiting = null;
        if (filter.IsBuiltIn)
            return CallOwn(filter, phase, call, out waiting);
        if (!_alarm.IsQuiet && !filter.Slot.Breaker.TryEnter())
            return Fail(filter.Slot, FilterFault.BreakerOpen, null);
        OnCall(filter);
        var here = _metrics.Here;
        var started = here.Count(filter.Number);
        var result = filter.Blocks ? InvokeElsewhere(filter, phase, out var work) : InvokeHere(filter, phase, here, out work);
        if (work is not null)
        {
            waiting = AwaitAsync(filter.Slot, phase, work, call);
            return default;
        }
        Close();
        if (started != 0)
            filter.Slot.Counters.End(started);
        return Judge(filter.Slot, phase, result);
    }

    /// <summary>Calls a stage of the sidecar itself.</summary>
    private FilterResult CallOwn(in FilterCall filter, FilterPhase phase, CancellationToken call, out Task<FilterResult>? waiting)
    {
        var result = InvokeContained(filter, phase, out var work);
        waiting = work is null ? null : AwaitAsync(filter.Slot, phase, work, call);
        if (work is null)
            Close();
        return result;
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>The verdict of the filter's failure mode.</returns>
    protected FilterResult Fail(FilterSlot slot, FilterFault fault, Exception? failure)
    {
        OnFailed(slot);
        return FilterFailures.Verdict(slot, fault, failure);
    }

    private FilterResult InvokeHere(in FilterCall filter, FilterPhase phase, Occupancy here, out Task<FilterResult>? work)
    {
        var outer = here.Enter(filter.Slot);
        var result = InvokeContained(filter, phase, out work);
        here.Leave(outer);
        return result;
    }

    private FilterResult InvokeContained(in FilterCall filter, FilterPhase phase, out Task<FilterResult>? work)
    {
        work = null;
        try
        {
            var pending = Invoke(filter, phase, _patience.Token);
            if (pending.IsCompletedSuccessfully)
                return pending.Result;
            work = pending.AsTask();
        }
        catch (Exception failure)
        {
            work = Task.FromException<FilterResult>(failure);
        }
        return default;
    }

    /// <summary>A filter that blocks is called on the thread pool: the event loop belongs to all connections.</summary>
    private FilterResult InvokeElsewhere(in FilterCall filter, FilterPhase phase, out Task<FilterResult> work)
    {
        var blocking = filter;
        work = Task.Factory.StartNew(() =>
        {
            var result = InvokeHere(blocking, phase, _metrics.Here, out var inner);
            return inner ?? Task.FromResult(result);
        }, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
        return default;
    }

    private async Task<FilterResult> AwaitAsync(FilterSlot slot, FilterPhase phase, Task<FilterResult> work, CancellationToken call)
    {
        var started = Stopwatch.GetTimestamp();
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
            GiveUp(slot);
            return failure is TimeoutException ? Fail(slot, FilterFault.Deadline, null) : FilterFailures.Interrupted;
        }
        finally
        {
            Close();
            slot.Counters.End(started);
        }
    }

    /// <summary>The filter goes on without us: its token is cancelled (elsewhere: what that runs is the filter's), and its handles die.</summary>
    private void GiveUp(FilterSlot slot)
    {
        Close();
        OnRunaway(slot);
        _ = _patience.CancelAsync();
        _patience = new CancellationTokenSource();
    }

    private FilterResult Judge(FilterSlot slot, FilterPhase phase, FilterResult result)
    {
        if (result.Verdict != FilterVerdict.Continue && !FilterFailures.IsAllowed(slot, phase, result))
            return Fail(slot, FilterFault.Capability, null);
        if (!_alarm.IsQuiet)
            slot.Breaker.Succeeded();
        return result;
    }
}
