using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Pipeline;

/// <summary>
/// One consistent view of policy and live state. A call takes it once and keeps it to its end, so it never sees half a
/// reload; a reload publishes another one and lets the old one drain.
/// </summary>
internal sealed class EgressSnapshot(EgressPlan plan, ClusterSet clusters)
{
    public EgressPlan Plan { get; } = plan;

    public ClusterSet Clusters { get; } = clusters;
}
