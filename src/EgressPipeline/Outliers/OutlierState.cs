namespace EgressPipeline.Outliers;

/// <summary>
/// What outlier detection knows about one endpoint. Counters are changed by any thread; ejection fields only by the
/// detector under its lock.
/// </summary>
internal sealed class OutlierState
{
    private int _consecutive5xx;
    private int _consecutiveGateway;
    private int _consecutiveLocalOrigin;
    private volatile bool _isEjected;

    public bool IsEjected => _isEjected;

    /// <summary>Multiplier of the base ejection time: grows with every ejection, shrinks with every healthy interval.</summary>
    public int Backoff { get; set; }

    /// <summary>When the current ejection began, in the clock's timestamps.</summary>
    public long EjectedAt { get; private set; }

    /// <summary>The new count; a caller acts on exact equality with its threshold, so that each bout ejects once.</summary>
    public int Add5xx() => Interlocked.Increment(ref _consecutive5xx);

    /// <inheritdoc cref="Add5xx"/>
    public int AddGateway() => Interlocked.Increment(ref _consecutiveGateway);

    /// <inheritdoc cref="Add5xx"/>
    public int AddLocalOrigin() => Interlocked.Increment(ref _consecutiveLocalOrigin);

    public void Reset5xx() => Reset(ref _consecutive5xx);

    public void ResetGateway() => Reset(ref _consecutiveGateway);

    public void ResetLocalOrigin() => Reset(ref _consecutiveLocalOrigin);

    public void Eject(long now)
    {
        _isEjected = true;
        EjectedAt = now;
    }

    /// <summary>Lets the endpoint in again with clean counters, so that one more error does not eject it at once.</summary>
    public void Readmit()
    {
        _isEjected = false;
        Reset5xx();
        ResetGateway();
        ResetLocalOrigin();
    }

    /// <summary>Reads first: successes are the common case and must not fight over a cache line.</summary>
    private static void Reset(ref int counter)
    {
        if (Volatile.Read(ref counter) != 0)
            Volatile.Write(ref counter, 0);
    }
}
