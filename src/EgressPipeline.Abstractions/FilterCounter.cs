namespace EgressPipeline;

/// <summary>Counts up. Lock-free, 0 allocations, safe for concurrent use.</summary>
public sealed class FilterCounter
{
    private long _value;

    /// <summary>What was counted so far.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Counts one.</summary>
    public void Increment() => Interlocked.Increment(ref _value);

    /// <summary>Counts several.</summary>
    /// <param name="amount">0 or more.</param>
    public void Add(long amount) => Interlocked.Add(ref _value, amount);
}
