namespace EgressPipeline.Filters;

/// <summary>
/// Whether any filter has failed since its last success. While none has, which is nearly always, calls need not look at the breakers one by
/// one. Safe for concurrent use.
/// </summary>
internal sealed class BreakerAlarm
{
    private int _failing;

    /// <summary>True when every breaker is closed and has nothing to forget.</summary>
    public bool IsQuiet => Volatile.Read(ref _failing) == 0;

    /// <summary>A filter has begun to fail.</summary>
    public void Raise() => Interlocked.Increment(ref _failing);

    /// <summary>A filter that had failed works again, or is gone.</summary>
    public void Clear() => Interlocked.Decrement(ref _failing);
}
