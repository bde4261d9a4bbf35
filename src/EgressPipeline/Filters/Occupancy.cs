using System.Diagnostics;

namespace EgressPipeline.Filters;

/// <summary>
/// What a thread has to do with filters: which one it is inside of, and how often it has called each. Written by its thread only, with plain
/// stores, because every call of a filter pays for it; others look from outside, and can live with an old value.
/// </summary>
/// <param name="owner">Who keeps it.</param>
internal sealed class Occupancy(FilterThreads owner)
{
    private const int SampleMask = 63;

    private FilterSlot? _slot;
    private bool _isInside;
    private long _entered;

    public FilterThreads Owner { get; } = owner;

    public CallCells Calls { get; } = new();

    /// <summary>The filter, or null.</summary>
    public FilterSlot? Slot => Volatile.Read(ref _isInside) ? Volatile.Read(ref _slot) : null;

    /// <summary>Changes with every call, so that two looks can tell whether it is still the same one.</summary>
    public long Entered => Volatile.Read(ref _entered);

    /// <summary>Counts a call.</summary>
    /// <param name="filter">The number of the filter.</param>
    /// <returns>The time, when this one is to be timed, which every 64th is; otherwise 0.</returns>
    public long Count(int filter) => (Calls.Increment(filter) & SampleMask) == 0 ? Stopwatch.GetTimestamp() : 0;

    /// <summary>The thread goes into a filter.</summary>
    /// <returns>The one that it was in before: a filter that wraps the exchange may run others within its own call.</returns>
    public FilterSlot? Enter(FilterSlot slot)
    {
        var outer = _isInside ? _slot : null;
        Volatile.Write(ref _entered, _entered + 1);
        Volatile.Write(ref _slot, slot);
        Volatile.Write(ref _isInside, true);
        return outer;
    }

    public void Leave(FilterSlot? outer)
    {
        // A reference costs a write barrier, and mostly there is none to go back to.
        if (outer is null)
            Volatile.Write(ref _isInside, false);
        else
            Volatile.Write(ref _slot, outer);
    }
}
