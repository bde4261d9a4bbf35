namespace EgressPipeline.Policy.Plan;

/// <summary>
/// The workload a plan was made for. What depends on it (exportTo, selectors, sourceLabels) is decided in the plan, so a plan
/// for one workload is wrong for another.
/// </summary>
/// <param name="Namespace">Its namespace; empty = unknown, then policies of every namespace apply.</param>
/// <param name="Labels">Its labels, in ordinal order of their names.</param>
public sealed record PlanWorkload(string Namespace, PlanLabel[] Labels)
{
    public static readonly PlanWorkload Unknown = new("", []);
}

/// <summary>A label of a workload.</summary>
public sealed record PlanLabel(string Name, string Value);
