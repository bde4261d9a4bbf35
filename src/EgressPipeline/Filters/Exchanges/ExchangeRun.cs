using System.Diagnostics;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Filters.Exchanges;

/// <summary>
/// The filters that surround one exchange, nested in their order around the attempts. Counts their calls of <c>next</c>, bounds the time
/// that they take themselves, and keeps what they decide for the end.
/// </summary>
/// <remarks>One per connection, made when first needed. One flow at a time: the loop waits while a filter runs, a filter waits while <c>next</c> runs.</remarks>
internal sealed class ExchangeRun(HttpExchange exchange, IExchangeAttempts attempts, FilterServices services) : IExchangeRunner, IDisposable
{
    private readonly List<ExchangeLevel> _levels = [];
    private CancellationTokenSource _patience = new();
    private int _count;
    private int _epoch;
    private int _depth = -1;
    private ExchangeOutcome _outcome;

    public bool IsEmpty => _count == 0;

    /// <summary>The filter that ended the request, and how; null when the outcome of the exchange stands.</summary>
    public (FilterSlot Slot, FilterResult Result)? Conclusion { get; private set; }

    /// <summary>Forgets the last exchange.</summary>
    public void Begin()
    {
        _count = 0;
        _epoch++;
        _depth = -1;
        Conclusion = null;
        _outcome = default;
    }

    /// <summary>Adds a filter inside of those added before.</summary>
    public void Add(FilterSlot slot)
    {
        if (_count == _levels.Count)
            _levels.Add(new ExchangeLevel());
        _levels[_count++].Begin(slot);
    }

    /// <summary>Runs the exchange through all filters. Never throws.</summary>
    public async ValueTask RunAsync() => await RunLevelAsync(0);

    public bool CanRun(int level, int epoch) =>
        epoch == _epoch && level == _depth && !_levels[level].IsInNext && _levels[level].HasCallsLeft && (_levels[level].Calls == 0 || attempts.CanRepeat);

    public async ValueTask<ExchangeOutcome> RunAsync(int level, int epoch)
    {
        if (!CanRun(level, epoch))
            throw new FilterContractException(FilterFault.Next, "next was called too often, while a call was under way, after the phase, or with a body that cannot be sent again; see CanRun");
        var own = _levels[level];
        var suspended = exchange.SuspendPhase();
        own.EnterNext();
        Conclusion = null;
        try
        {
            return await RunInnerAsync(level);
        }
        finally
        {
            _depth = level;
            exchange.ResumePhase(suspended);
            own.LeaveNext();
        }
    }

    public void Dispose() => _patience.Dispose();

    private ValueTask<ExchangeOutcome> RunInnerAsync(int level)
    {
        if (level + 1 < _count)
            return RunLevelAsync(level + 1);
        return RunAttemptsAsync();
    }

    private async ValueTask<ExchangeOutcome> RunAttemptsAsync() => _outcome = await attempts.RunAsync();

    private async ValueTask<ExchangeOutcome> RunLevelAsync(int level)
    {
        _depth = level;
        var own = _levels[level];
        own.Restart();
        var result = own.Slot.Breaker.TryEnter() ? await GuardAsync(level) : Fail(own.Slot, FilterFault.BreakerOpen, null);
        if (!result.IsContinue)
        {
            Conclusion = (own.Slot, result);
            return _outcome = new ExchangeOutcome(result.GivenAnswer?.Status ?? 0, result.Error);
        }
        // A filter that fails open is as if it were not there: the exchange takes place without it.
        return own.Calls > 0 ? _outcome : await RunInnerAsync(level);
    }

    private async ValueTask<FilterResult> GuardAsync(int level)
    {
        var own = _levels[level];
        var slot = own.Slot;
        exchange.Mark(slot.Index, FilterMarks.Called);
        services.Metrics.Here.Count(slot.Counters.Number);
        var started = Stopwatch.GetTimestamp();
        var work = StartAsync(level);
        try
        {
            if (!await IsInTimeAsync(own, work))
            {
                GiveUp(slot);
                return attempts.IsInterrupted ? FilterFailures.Interrupted : Fail(slot, FilterFault.Deadline, null);
            }
            var result = await work;
            if (own.IsInNext)
                return await AbandonNextAsync(own);
            if (!FilterFailures.IsAllowed(slot, FilterPhase.Exchange, result))
                return Fail(slot, FilterFault.Capability, null);
            if (result.IsContinue && own.Calls == 0)
                return Fail(slot, FilterFault.Next, null);
            slot.Breaker.Succeeded();
            return result;
        }
        catch (Exception failure)
        {
            if (own.IsInNext)
                return await AbandonNextAsync(own);
            return attempts.IsInterrupted ? FilterFailures.Interrupted : Fail(slot, FilterFailures.FaultOf(failure), failure);
        }
        finally
        {
            exchange.ClosePhase();
            slot.Counters.End(started);
        }
    }

    private Task<FilterResult> StartAsync(int level)
    {
        var slot = _levels[level].Slot;
        var request = exchange.OpenPhase(slot);
        var next = new ExchangeNext(this, level, _epoch);
        var patience = _patience.Token;
        if (slot.Blocks)
            return Task.Factory.StartNew(() => slot.Exchange!.OnExchangeAsync(request, next, patience).AsTask(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
        try
        {
            return slot.Exchange!.OnExchangeAsync(request, next, patience).AsTask();
        }
        catch (Exception failure)
        {
            return Task.FromException<FilterResult>(failure);
        }
    }

    /// <summary>Waits for the filter; the time it spends in <c>next</c> is not its own.</summary>
    private async ValueTask<bool> IsInTimeAsync(ExchangeLevel own, Task work)
    {
        while (!work.IsCompleted)
        {
            if (own.IsInNext)
            {
                await Task.WhenAny(work, own.NextEnded);
                continue;
            }
            var left = own.Slot.Deadline - own.OwnTime;
            if (left <= TimeSpan.Zero)
                return false;
            await Task.WhenAny(work, Task.Delay(left, services.Time, attempts.Interrupted));
            if (attempts.IsInterrupted && !work.IsCompleted && !own.IsInNext)
                return false;
        }
        return true;
    }

    /// <summary>The filter returned while its <c>next</c> was running: that must end before anything else may happen on the connection.</summary>
    private async ValueTask<FilterResult> AbandonNextAsync(ExchangeLevel own)
    {
        attempts.Interrupt();
        await own.NextEnded;
        return FilterFailures.Verdict(own.Slot, FilterFault.Next, null, mayPass: false);
    }

    private void GiveUp(FilterSlot slot)
    {
        exchange.ClosePhase();
        exchange.Isolate(slot);
        _epoch++;
        _ = _patience.CancelAsync();
        _patience = new CancellationTokenSource();
    }

    private FilterResult Fail(FilterSlot slot, FilterFault fault, Exception? failure)
    {
        exchange.Mark(slot.Index, FilterMarks.Out);
        return FilterFailures.Verdict(slot, fault, failure);
    }
}
