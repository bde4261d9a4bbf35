using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>A plan's answer to a call.</summary>
/// <param name="Reason">Why it is allowed or refused.</param>
/// <param name="Rule">The rule that says so; null where none does.</param>
/// <param name="Nearest">For a refusal the rule that comes nearest to allowing it and what of it fails; null when nothing comes near.</param>
public sealed record CallVerdict(DecisionReason Reason, RuleRef? Rule, string? Nearest)
{
    public bool IsAllowed => Reason is DecisionReason.Allowed or DecisionReason.AllowedUnregistered or DecisionReason.AuditedUnregistered;
}
