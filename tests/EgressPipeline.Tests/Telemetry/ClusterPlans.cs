using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tests.Telemetry;

/// <summary>Plans of destinations for tests that only look at names.</summary>
internal static class ClusterPlans
{
    public static ClusterPlan Named(string host, string ns = "default", int port = 443) => new()
    {
        Index = 0,
        Name = $"outbound|{port}||{host}",
        Host = host,
        Subset = "",
        Port = port,
        Protocol = PortProtocol.Http,
        Namespace = ns,
        External = true,
        Resolution = Resolution.Dns,
        Endpoints = [],
        AllowedRanges = CidrSet.Empty,
        Tls = TlsPlan.None,
        LoadBalancing = Policy.Plan.LoadBalancing.LeastRequest,
        Pool = new ConnectionPoolPlan(),
        Outlier = null,
        Service = new RuleRef($"ServiceEntry/{ns}/{host}", new SourceRef("policies/api.yaml", 3, 1)),
        DestinationRule = null,
    };
}
