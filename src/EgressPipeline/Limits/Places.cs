namespace EgressPipeline.Limits;

/// <summary>Places for calls under way. Lock-free, 0 allocations.</summary>
internal sealed class Places
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place when fewer than so many are taken.</summary>
    public bool TryTake(int limit)
    {
        while (true)
        {
            var taken = Volatile.Read(ref _taken);
            if (taken >= limit)
                return false;
            if (Interlocked.CompareExchange(ref _taken, taken + 1, taken) == taken)
                return true;
        }
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
