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

    /// <param name="countsSuccess">Whether success rates are asked for.</param>
    public OutlierState(bool countsSuccess)
    {
        if (countsSuccess)
            (Answers, Connects) = (new SuccessCount(), new SuccessCount());
    }

    /// <summary>Answers since the last interval; null when success rates are not asked for.</summary>
    public SuccessCount? Answers { get; }

    /// <summary>Attempts by whether the endpoint was reached, where these are counted apart; null when success rates are not asked for.</summary>
    public SuccessCount? Connects { get; }

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

    /// <summary>Goes on where the same address stood under the settings before a reload.</summary>
    public void TakeOver(OutlierState past)
    {
        _consecutive5xx = Volatile.Read(ref past._consecutive5xx);
        _consecutiveGateway = Volatile.Read(ref past._consecutiveGateway);
        _consecutiveLocalOrigin = Volatile.Read(ref past._consecutiveLocalOrigin);
        (Backoff, EjectedAt, _isEjected) = (past.Backoff, past.EjectedAt, past._isEjected);
    }

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
