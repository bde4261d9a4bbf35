using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Clusters;

/// <summary>The live side of one <see cref="ClusterPlan"/>: endpoints, admission and limits. Safe for concurrent use.</summary>
internal sealed class ClusterState
{
    internal ClusterState(ClusterPlan plan) => Plan = plan;

    public ClusterPlan Plan { get; }

    /// <summary>Counts a request in, or refuses it because the cluster's request bound is reached (503, UO). True is followed by one <see cref="Release"/>.</summary>
    public bool TryAdmit() => true;

    /// <summary>Ends what <see cref="TryAdmit"/> began.</summary>
    public void Release()
    {
    }

    /// <summary>Chooses an endpoint. Completes synchronously and without allocation when the addresses are known.</summary>
    public ValueTask<PickResult> PickAsync(PickRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();
}
