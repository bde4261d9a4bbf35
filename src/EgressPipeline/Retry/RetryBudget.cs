using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Retry;

/// <summary>
/// Bounds the retries of one cluster, so that a failing service is not drowned in repetitions: by the DestinationRule's
/// retryBudget, else by its maxRetries, else at most a fifth of the calls under way and always a few. Lock-free.
/// </summary>
internal sealed class RetryBudget(ClusterState cluster)
{
    private const double Share = 0.2;
    private const int AlwaysAllowed = 3;

    private int _outstanding;

    /// <summary>Calls being repeated now.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Counts a retry in, or refuses it. True is followed by one <see cref="End"/>.</summary>
    public bool TryBegin()
    {
        if (Interlocked.Increment(ref _outstanding) <= Bound(cluster.Plan.Pool))
            return true;
        Interlocked.Decrement(ref _outstanding);
        return false;
    }

    public void End() => Interlocked.Decrement(ref _outstanding);

    private int Bound(ConnectionPoolPlan pool)
    {
        if (pool.RetryBudget is { } budget)
            return Math.Max(budget.MinConcurrency, (int)(budget.Percent * cluster.ActiveRequests / 100));
        return pool.MaxRetries > 0 ? pool.MaxRetries : Math.Max(AlwaysAllowed, (int)(cluster.ActiveRequests * Share));
    }
}
