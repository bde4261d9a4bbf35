namespace EgressPipeline.Policy.Plan;

/// <summary>
/// The workload a plan was made for. What depends on it (exportTo, selectors, sourceLabels) is decided in the plan, so a plan
/// for one workload is wrong for another.
/// </summary>
/// <param name="IsKnown">False when neither namespace nor labels were known: then every selector holds.</param>
/// <param name="Namespace">Its namespace; empty = unknown, then policies of every namespace apply.</param>
/// <param name="Labels">The labels that policies ask about, in ordinal order of their names; no other label matters.</param>
public sealed record PlanWorkload(bool IsKnown, string Namespace, PlanLabel[] Labels)
{
    public static readonly PlanWorkload Unknown = new(false, "", []);
}

/// <summary>A label that policies ask about, and its value; null = the workload does not have it.</summary>
public sealed record PlanLabel(string Name, string? Value);
