using System.Diagnostics;

namespace EgressPipeline.Filters;

/// <summary>
/// Calls phases of filters and contains what they do: bounds their time, holds them to what they declared, and turns failures into the
/// verdict of their failure mode. A phase that completes at once costs no allocation.
/// </summary>
/// <remarks>Belongs to one flow of a connection; not thread-safe.</remarks>
internal abstract class PhaseCaller(FilterServices services) : IDisposable
{
    // What filters wait with. Replaced once it was cancelled.
    private CancellationTokenSource _patience = new();

    public virtual void Dispose() => _patience.Dispose();

    /// <summary>Opens the phase and calls the filter; what it throws may be thrown.</summary>
    /// <param name="slot">Which filter.</param>
    /// <param name="phase">Which phase.</param>
    /// <param name="patience">Cancelled when nobody waits for it any more.</param>
    protected abstract ValueTask<FilterResult> Invoke(FilterSlot slot, FilterPhase phase, CancellationToken patience);

    /// <summary>Closes the phase: its handles are dead.</summary>
    protected abstract void Close();

    /// <summary>The filter is about to be called.</summary>
    protected virtual void OnCall(FilterSlot slot)
    {
    }

    /// <summary>The filter failed.</summary>
    protected virtual void OnFailed(FilterSlot slot)
    {
    }

    /// <summary>The filter was given up and may still be running: what it can look at must not become another request's.</summary>
    protected abstract void OnRunaway(FilterSlot slot);

    /// <summary>Calls a phase.</summary>
    /// <param name="slot">Which filter.</param>
    /// <param name="phase">Which phase.</param>
    /// <param name="call">Cancelled when the call ends for another reason.</param>
    protected ValueTask<FilterResult> Call(FilterSlot slot, FilterPhase phase, CancellationToken call)
    {
        if (slot.IsBuiltIn)
            return CallOwn(slot, phase, call);
        if (!slot.Instance.Breaker.TryEnter())
            return new ValueTask<FilterResult>(Fail(slot, FilterFault.BreakerOpen, null));
        OnCall(slot);
        var here = services.Metrics.Here;
        var started = slot.Instance.Counters.Begin(here);
        var pending = slot.Blocks ? InvokeElsewhere(slot, phase) : InvokeHere(slot, phase, here);
        if (!pending.IsCompletedSuccessfully)
            return AwaitAsync(slot, phase, pending, call);
        Close();
        if (started != 0)
            slot.Instance.Counters.End(started);
        return new ValueTask<FilterResult>(Judge(slot, phase, pending.Result));
    }

    /// <summary>Calls a stage of the sidecar itself.</summary>
    private ValueTask<FilterResult> CallOwn(FilterSlot slot, FilterPhase phase, CancellationToken call)
    {
        var pending = InvokeContained(slot, phase);
        if (!pending.IsCompletedSuccessfully)
            return AwaitAsync(slot, phase, pending, call);
        Close();
        return new ValueTask<FilterResult>(pending.Result);
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>The verdict of the filter's failure mode.</returns>
    protected FilterResult Fail(FilterSlot slot, FilterFault fault, Exception? failure)
    {
        OnFailed(slot);
        return FilterFailures.Verdict(slot, fault, failure);
    }

    private ValueTask<FilterResult> InvokeHere(FilterSlot slot, FilterPhase phase, Occupancy here)
    {
        var outer = here.Enter(slot);
        var pending = InvokeContained(slot, phase);
        here.Leave(outer);
        return pending;
    }

    private ValueTask<FilterResult> InvokeContained(FilterSlot slot, FilterPhase phase)
    {
        try
        {
            return Invoke(slot, phase, _patience.Token);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<FilterResult>(failure);
        }
    }

    /// <summary>A filter that blocks is called on the thread pool: the event loop belongs to all connections.</summary>
    private ValueTask<FilterResult> InvokeElsewhere(FilterSlot slot, FilterPhase phase) =>
        new(Task.Factory.StartNew(() => InvokeHere(slot, phase, services.Metrics.Here).AsTask(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap());

    private async ValueTask<FilterResult> AwaitAsync(FilterSlot slot, FilterPhase phase, ValueTask<FilterResult> pending, CancellationToken call)
    {
        var started = Stopwatch.GetTimestamp();
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
            GiveUp(slot);
            return failure is TimeoutException ? Fail(slot, FilterFault.Deadline, null) : FilterFailures.Interrupted;
        }
        finally
        {
            Close();
            slot.Instance.Counters.End(started);
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

    private FilterResult Judge(FilterSlot slot, FilterPhase phase, in FilterResult result)
    {
        if (!FilterFailures.IsAllowed(slot, phase, result))
            return Fail(slot, FilterFault.Capability, null);
        slot.Instance.Breaker.Succeeded();
        return result;
    }
}
