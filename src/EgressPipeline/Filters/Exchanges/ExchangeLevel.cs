using System.Diagnostics;

namespace EgressPipeline.Filters.Exchanges;

/// <summary>One surrounding filter during one exchange: its calls of <c>next</c> and its own time.</summary>
internal sealed class ExchangeLevel
{
    private long _since;
    private long _ownTicks;
    private TaskCompletionSource _nextEnded = new();
    private volatile bool _isInNext;

    public FilterSlot Slot { get; private set; } = null!;

    public int Calls { get; private set; }

    public bool IsInNext => _isInNext;

    public bool HasCallsLeft => Calls < Slot.Descriptor.Facts.MaxExchanges;

    /// <summary>Completes when the present call of <c>next</c> is over.</summary>
    public Task NextEnded => _nextEnded.Task;

    /// <summary>The time it took itself so far, outside of <c>next</c>.</summary>
    public TimeSpan OwnTime => Stopwatch.GetElapsedTime(0, _ownTicks + (_isInNext ? 0 : Stopwatch.GetTimestamp() - _since));

    public void Begin(FilterSlot slot)
    {
        Slot = slot;
        Restart();
    }

    /// <summary>The filter is about to be called, perhaps again by one around it.</summary>
    public void Restart()
    {
        Calls = 0;
        _ownTicks = 0;
        _since = Stopwatch.GetTimestamp();
        _isInNext = false;
    }

    public void EnterNext()
    {
        Calls++;
        _ownTicks += Stopwatch.GetTimestamp() - _since;
        _nextEnded = new TaskCompletionSource();
        _isInNext = true;
    }

    public void LeaveNext()
    {
        _since = Stopwatch.GetTimestamp();
        _isInNext = false;
        _nextEnded.SetResult();
    }
}
