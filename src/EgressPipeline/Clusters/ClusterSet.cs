using EgressPipeline.Policy.Plan;
using EgressPipeline.Upstream;

namespace EgressPipeline.Clusters;

/// <summary>The live state of every cluster of one plan. Immutable; look-ups are one array access.</summary>
internal sealed class ClusterSet : IAsyncDisposable
{
    private readonly ClusterState[] _clusters;

    private ClusterSet(ClusterState[] clusters, ClusterState passthrough)
    {
        _clusters = clusters;
        Passthrough = passthrough;
    }

    /// <summary>Where undeclared destinations go when the mode allows them: their own address, or the called host resolved.</summary>
    public ClusterState Passthrough { get; }

    /// <summary>In the order of the plan.</summary>
    public IReadOnlyList<ClusterState> All => _clusters;

    /// <summary>The state of a cluster of the plan this set was built for.</summary>
    public ClusterState this[ClusterPlan plan] => _clusters[plan.Index];

    /// <summary>
    /// Builds the set for a plan. Clusters whose settings did not change keep their state (addresses, outlier
    /// detection, idle connections); those that are gone or changed are drained, and the one in a changed one's place takes over what
    /// was known of the addresses that stay.
    /// </summary>
    public static ClusterSet Build(EgressPlan plan, ClusterSet? previous, UpstreamServices services)
    {
        var known = new Dictionary<string, ClusterState>();
        foreach (var cluster in previous?._clusters ?? [])
            if (!known.TryAdd(ClusterFingerprint.Of(cluster.Plan), cluster))
                cluster.Drain();
        var byName = new Dictionary<string, ClusterState>(StringComparer.Ordinal);
        foreach (var (_, cluster) in known)
            byName.TryAdd(cluster.Plan.Name, cluster);
        var clusters = new ClusterState[plan.Clusters.Length];
        foreach (var cluster in plan.Clusters)
        {
            if (known.Remove(ClusterFingerprint.Of(cluster), out var kept))
                kept.Adopt(cluster);
            clusters[cluster.Index] = kept ?? new ClusterState(cluster, services, Past(cluster, byName));
        }
        foreach (var (_, gone) in known)
            gone.Drain();
        return new ClusterSet(clusters, previous?.Passthrough ?? new ClusterState(PassthroughPlan.Create(), services));
    }

    /// <summary>Only outlier detection, warm-up and latencies ask for the past.</summary>
    private static ClusterPast? Past(ClusterPlan plan, Dictionary<string, ClusterState> byName) =>
        (plan.Outlier is not null || plan.Warmup is not null || plan.LatencyDecay > TimeSpan.Zero) && byName.TryGetValue(plan.Name, out var before) ? before.Remember() : null;

    /// <summary>Stops background work and closes idle connections; connections in use end with their call.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters)
            cluster.Drain();
        Passthrough.Drain();
        return ValueTask.CompletedTask;
    }
}
