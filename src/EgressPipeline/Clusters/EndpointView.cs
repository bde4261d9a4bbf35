using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Clusters;

/// <summary>
/// The endpoints of a group as one pick sees them. Immutable: a change of addresses or health makes another one, so
/// that picking never filters.
/// </summary>
internal sealed class EndpointView
{
    /// <param name="all">Every listed endpoint.</param>
    /// <param name="plan">How they are chosen among, and below which share of healthy ones ejections are ignored.</param>
    public EndpointView(EndpointState[] all, ClusterPlan plan)
    {
        All = all;
        Set = new EndpointSet(Select(all, plan.Outlier?.MinHealthPercent ?? 0), plan);
    }

    public EndpointState[] All { get; }

    /// <summary>Those a call may go to: not ejected, or all when too few are healthy.</summary>
    public EndpointSet Set { get; }

    private static EndpointState[] Select(EndpointState[] all, int minHealthPercent)
    {
        var healthy = Array.FindAll(all, static endpoint => !endpoint.IsEjected);
        // Detection never ejects the last endpoint; a refresh that leaves only ejected ones must not do so either.
        return healthy.Length == 0 || 100 * healthy.Length < minHealthPercent * all.Length ? all : healthy;
    }
}
