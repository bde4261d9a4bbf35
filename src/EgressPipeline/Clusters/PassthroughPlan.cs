using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Clusters;

/// <summary>The plan behind <see cref="ClusterSet.Passthrough"/>: no policy declares it, so it may reach public addresses only.</summary>
internal static class PassthroughPlan
{
    public static ClusterPlan Create() => new()
    {
        Index = -1,
        Name = "PassthroughCluster",
        Host = "",
        Subset = "",
        Port = 0,
        Protocol = PortProtocol.Tcp,
        Namespace = "",
        External = true,
        Resolution = Resolution.None,
        Endpoints = [],
        AllowedRanges = CidrSet.Empty,
        Tls = TlsPlan.None,
        LoadBalancing = Policy.Plan.LoadBalancing.Passthrough,
        Pool = new ConnectionPoolPlan(),
        Outlier = null,
        Service = new RuleRef("PassthroughCluster", SourceRef.None),
        DestinationRule = null,
    };
}
