using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Upstream;

/// <summary>How many connections a cluster has and may have, over all endpoints. Safe for concurrent use.</summary>
internal sealed class ConnectionLimits(ConnectionPoolPlan plan)
{
    private int _open;
    private int _connecting;

    /// <summary>Connections open or being opened.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Counts a new connection in; false at the bound (maxConnections). True is followed by one <see cref="Closed"/>.</summary>
    public bool TryOpen() => TryCount(ref _open, plan.MaxConnections);

    public void Closed() => Interlocked.Decrement(ref _open);

    /// <summary>
    /// Counts a request in that waits for a new connection, which is what "pending" means here as in Envoy; false at the
    /// bound (http1MaxPendingRequests). True is followed by one <see cref="Connected"/>.
    /// </summary>
    public bool TryBeginConnect() => TryCount(ref _connecting, plan.MaxPendingRequests);

    public void Connected() => Interlocked.Decrement(ref _connecting);

    private static bool TryCount(ref int count, int bound)
    {
        if (Interlocked.Increment(ref count) <= bound || bound == 0)
            return true;
        Interlocked.Decrement(ref count);
        return false;
    }
}
