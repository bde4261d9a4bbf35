using EgressPipeline.Clusters;

namespace EgressPipeline.Retry;

/// <summary>
/// Bounds the retries of one cluster, so that a failing service is not drowned in repetitions: at most a fifth of the
/// calls under way, or the DestinationRule's maxRetries, and always a few. Lock-free.
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
        var bound = cluster.Plan.Pool.MaxRetries > 0
            ? cluster.Plan.Pool.MaxRetries
            : Math.Max(AlwaysAllowed, (int)(cluster.ActiveRequests * Share));
        if (Interlocked.Increment(ref _outstanding) <= bound)
            return true;
        Interlocked.Decrement(ref _outstanding);
        return false;
    }

    public void End() => Interlocked.Decrement(ref _outstanding);
}
