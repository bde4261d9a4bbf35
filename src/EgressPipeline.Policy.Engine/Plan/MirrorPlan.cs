namespace EgressPipeline.Policy.Plan;

/// <summary>A copy of a route's calls, sent to another service without waiting for its answer.</summary>
/// <param name="Cluster">Where to.</param>
/// <param name="PerMillion">The share of the calls, 1..1,000,000, drawn for each mirror by itself.</param>
public sealed record MirrorPlan(ClusterPlan Cluster, int PerMillion);
