namespace EgressPipeline.Filters;

/// <summary>
/// Looks from outside whether a filter holds a thread: a deadline cannot interrupt a filter that does not return, and on an event
/// loop such a filter holds every other connection up. It is counted and named, once a call.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="metrics">Which threads there are.</param>
/// <param name="stall">How long one call may hold its thread; the watchdog looks four times in that span.</param>
/// <param name="time">The clock.</param>
internal sealed class FilterWatchdog(FilterMetricsSource metrics, TimeSpan stall, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Occupancy, Stay> _stays = [];
    private ITimer? _timer;

    /// <summary>There are filters to watch. Without any it never looks.</summary>
    public void Start()
    {
        lock (_lock)
            _timer ??= time.CreateTimer(static self => ((FilterWatchdog)self!).Look(), this, stall / 4, stall / 4);
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        lock (_lock)
            metrics.LookAtThreads(Look);
    }

    private void Look(Occupancy occupancy)
    {
        var (slot, entered) = (occupancy.Slot, occupancy.Entered);
        if (slot is null)
            _stays.Remove(occupancy);
        else if (!_stays.TryGetValue(occupancy, out var stay) || stay.Entered != entered)
            _stays[occupancy] = new Stay(entered, time.GetTimestamp(), IsTold: false);
        else if (!stay.IsTold && time.GetElapsedTime(stay.Since) is var held && held >= stall)
        {
            _stays[occupancy] = stay with { IsTold = true };
            slot.Counters.Stalled();
            Log.Stalled(slot.Instance.Logger, slot.Name, (long)held.TotalMilliseconds);
        }
    }

    private readonly record struct Stay(long Entered, long Since, bool IsTold);
}
