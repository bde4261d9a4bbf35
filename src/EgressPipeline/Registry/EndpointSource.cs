using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Registry;

/// <summary>Where a cluster's endpoints come from: one implementation a kind of resolution. Safe for concurrent use.</summary>
internal abstract class EndpointSource
{
    public static EndpointSource For(ClusterState cluster)
    {
        var plan = cluster.Plan;
        return plan.Resolution switch
        {
            Resolution.None => new OriginalDestinationEndpoints(cluster, new CalledHostEndpoints(cluster)),
            Resolution.DynamicDns => new CalledHostEndpoints(cluster),
            _ when plan.LoadBalancing == Policy.Plan.LoadBalancing.Passthrough => new OriginalDestinationEndpoints(cluster, new DeclaredEndpoints(cluster, plan.Endpoints)),
            _ => new DeclaredEndpoints(cluster, plan.Endpoints),
        };
    }

    /// <summary>The group to choose from, which is not empty. Synchronous and without allocation when the addresses are known.</summary>
    public abstract ValueTask<FindResult> FindAsync(PickRequest request, CancellationToken cancellationToken);

    /// <summary>Adds the groups that exist now.</summary>
    public abstract void AddGroups(List<EndpointGroup> groups);

    /// <summary>Ends background work and pooling. Calls that still hold the cluster go on with the last known addresses.</summary>
    public abstract void Drain();
}
