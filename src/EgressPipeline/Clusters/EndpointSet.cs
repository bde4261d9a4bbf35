using EgressPipeline.LoadBalancing;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Clusters;

/// <summary>Endpoints that one choice is made among, laid out for every way to choose. Immutable.</summary>
internal sealed class EndpointSet
{
    public EndpointSet(EndpointState[] usable, ClusterPlan plan)
    {
        Usable = usable;
        NewestSince = usable.Length == 0 ? 0 : usable.Max(static endpoint => endpoint.Since);
        HasEqualWeights = Array.TrueForAll(usable, endpoint => endpoint.Weight == usable[0].Weight);
        Table = plan.Hash is { } hash && usable.Length > 0 ? HashTable.Build(plan.LoadBalancing, hash.TableSize, usable) : null;
        Schedule = HasEqualWeights || Table is not null ? usable : WeightedSchedule.Build(usable);
    }

    public EndpointState[] Usable { get; }

    /// <summary>When the newest of them came, in the clock's timestamps.</summary>
    public long NewestSince { get; }

    public bool HasEqualWeights { get; }

    /// <summary>The cycle in which endpoints take turns; each appears in proportion to its weight.</summary>
    public EndpointState[] Schedule { get; }

    /// <summary>Where hashes are looked up; null when endpoints are not chosen by hash or there is none.</summary>
    public HashTable? Table { get; }
}
