namespace EgressPipeline.Filters;

/// <summary>
/// Looks from outside whether a filter holds a thread: a deadline cannot interrupt a filter that does not return, and on an event
/// loop such a filter holds every other connection up. It is counted and named, once a call.
/// </summary>
/// <remarks>Safe for concurrent use; filters are entered and left on any thread.</remarks>
/// <param name="stall">How long one call may hold its thread.</param>
/// <param name="time">The clock; it looks four times in that span, from the first call of a filter on.</param>
internal sealed class FilterWatchdog(TimeSpan stall, TimeProvider time) : IDisposable
{
    [ThreadStatic]
    private static Occupancy? t_occupancy;

    private readonly Lock _lock = new();
    private readonly List<WeakReference<Occupancy>> _threads = [];
    private readonly Dictionary<Occupancy, Stay> _stays = [];
    private ITimer? timer;

    /// <summary>The record of this thread.</summary>
    public Occupancy Here => t_occupancy is { } known && known.Owner == this ? known : Register();

    public void Dispose() => timer?.Dispose();

    // Threads of several sidecars in one process are apart, but the pool serves them all.
    private Occupancy Register()
    {
        var own = t_occupancy = new Occupancy(this);
        lock (_lock)
        {
            _threads.Add(new WeakReference<Occupancy>(own));
            timer ??= time.CreateTimer(static self => ((FilterWatchdog)self!).Look(), this, stall / 4, stall / 4);
        }
        return own;
    }

    private void Look()
    {
        lock (_lock)
            for (var i = _threads.Count - 1; i >= 0; i--)
                if (_threads[i].TryGetTarget(out var occupancy))
                    Look(occupancy);
                else
                    _threads.RemoveAt(i); // the thread has ended
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
            slot.Instance.Counters.Stalled();
            Log.Stalled(slot.Instance.Logger, slot.Name, (long)held.TotalMilliseconds);
        }
    }

    private readonly record struct Stay(long Entered, long Since, bool IsTold);
}
