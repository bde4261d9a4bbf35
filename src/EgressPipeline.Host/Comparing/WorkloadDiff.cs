using EgressPipeline.Policy.Comparison;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>What changes for one workload.</summary>
/// <param name="Namespace">Its namespace, where each is compared for itself; null where there is one comparison.</param>
/// <param name="Flags">The workload in the flags of <c>explain</c>.</param>
/// <param name="Old">The plan in force.</param>
/// <param name="New">The plan that would take its place.</param>
/// <param name="Comparison">The differences.</param>
internal sealed record WorkloadDiff(string? Namespace, IReadOnlyList<string> Flags, EgressPlan Old, EgressPlan New, PlanComparison Comparison);
