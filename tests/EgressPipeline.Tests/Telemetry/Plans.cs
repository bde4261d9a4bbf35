using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tests.Telemetry;

/// <summary>Plans of which only clusters and hash are looked at.</summary>
internal static class Plans
{
    public static EgressPlan Of(string hash, params ClusterPlan[] clusters) => new()
    {
        HostIndex = null!,
        Hosts = [],
        Addresses = null!,
        Clusters = clusters,
        Authorization = null!,
        Unregistered = UnregisteredMode.Deny,
        Hash = hash,
        Counts = new PlanCounts(1, 1, clusters.Length, 0, 0, 0, 0, 0),
    };
}
