using EgressPipeline.Authentication;
using EgressPipeline.Clusters;
using EgressPipeline.Filters;
using EgressPipeline.Limits;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Pipeline;

/// <summary>
/// One consistent view of policy and live state. A call takes it once and keeps it to its end, so it never sees half a
/// reload; a reload publishes another one and lets the old one drain.
/// </summary>
internal sealed class EgressSnapshot
{
    private readonly RequestSeries[] _series;
    private readonly RequestSeries _passthrough;
    private readonly RequestSeries _blackHole;

    public EgressSnapshot(EgressPlan plan, ClusterSet clusters, FilterSet filters, LimitSet limits, EgressMetrics metrics)
    {
        Plan = plan;
        Clusters = clusters;
        Filters = filters;
        Limits = limits;
        _series = Array.ConvertAll(plan.Clusters, cluster => metrics.For(cluster, EgressMetrics.BlackHole));
        _passthrough = metrics.For(null, EgressMetrics.Passthrough);
        _blackHole = metrics.For(null, EgressMetrics.BlackHole);
        ReadsUser = plan.Authorization.ReadsUser();
        ReadsExecutable = plan.Authorization.ReadsExecutable();
    }

    public EgressPlan Plan { get; }

    public ClusterSet Clusters { get; }

    /// <summary>Judges the tokens of requests; null when the plan has no rules about them.</summary>
    public Authenticator? Authenticator { get; init; }

    /// <summary>True when a rule asks which user called.</summary>
    public bool ReadsUser { get; }

    /// <summary>True when a rule asks which program called.</summary>
    public bool ReadsExecutable { get; }

    /// <summary>The filters in order; a call that uses them enters the set and leaves it.</summary>
    public FilterSet Filters { get; }

    /// <summary>How much of which calls there may be, and what is counted for it.</summary>
    public LimitSet Limits { get; }

    /// <summary>The live state of a cluster; null is an undeclared destination that the mode lets through.</summary>
    public ClusterState StateOf(ClusterPlan? cluster) => cluster is null ? Clusters.Passthrough : Clusters[cluster];

    /// <summary>The metrics of a destination: a cluster of the plan, the passthrough, or the black hole for null.</summary>
    public RequestSeries SeriesOf(ClusterState? cluster)
    {
        if (cluster is null)
            return _blackHole;
        return ReferenceEquals(cluster, Clusters.Passthrough) ? _passthrough : _series[cluster.Plan.Index];
    }
}
