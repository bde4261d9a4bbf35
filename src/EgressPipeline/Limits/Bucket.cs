namespace EgressPipeline.Limits;

/// <summary>
/// A bucket that fills evenly, as the generic cell rate algorithm keeps it: one number, the moment at which it will be full. In any time t
/// no more than the bucket's depth and what flows in during t is taken. Lock-free, 0 allocations.
/// </summary>
internal sealed class Bucket
{
    private long _fullAt;

    /// <summary>Takes when enough is in it.</summary>
    /// <param name="now">The moment, in units of <see cref="LimitClock"/>.</param>
    /// <param name="cost">How long it takes to flow in.</param>
    /// <param name="depth">How long the empty bucket takes to fill.</param>
    /// <returns>0 when it was taken; otherwise how long it takes until there is enough.</returns>
    public long TryTake(long now, long cost, long depth)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + cost;
            var missing = next - now - depth;
            if (missing > 0)
                return missing;
            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
                return 0;
        }
    }

    /// <summary>Takes in any case.</summary>
    /// <returns>How long the taker must wait for what was not yet there.</returns>
    public long Take(long now, long cost, long depth)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + cost;
            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
                return Math.Max(0, next - now - depth);
        }
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public void GiveBack(long cost) => Interlocked.Add(ref _fullAt, -cost);
}
