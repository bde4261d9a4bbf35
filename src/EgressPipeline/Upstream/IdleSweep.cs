namespace EgressPipeline.Upstream;

/// <summary>
/// Closes connections that were idle too long. One timer for all pools, running only while one of them holds an idle
/// connection. Safe for concurrent use.
/// </summary>
internal sealed class IdleSweep : IDisposable
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<EndpointPool> _pools = [];
    private readonly ITimer _timer;
    private readonly TimeSpan _period;

    public IdleSweep(TimeSpan idleTimeout, TimeProvider time)
    {
        var quarter = idleTimeout / 4;
        _period = quarter < LongestPeriod ? quarter : LongestPeriod;
        _timer = time.CreateTimer(static state => ((IdleSweep)state!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The pool holds an idle connection: look after it until it holds none.</summary>
    public void Watch(EndpointPool pool)
    {
        lock (_gate)
        {
            _pools.Add(pool);
            if (_pools.Count == 1)
                _timer.Change(_period, _period);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        lock (_gate)
        {
            _pools.RemoveWhere(static pool => !pool.CloseExpired());
            if (_pools.Count == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
