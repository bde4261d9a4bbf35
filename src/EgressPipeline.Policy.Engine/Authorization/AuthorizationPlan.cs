using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization;

/// <summary>The AuthorizationPolicies that apply to the workload, by action. Immutable, safe for concurrent use.</summary>
public sealed class AuthorizationPlan
{
    public static readonly AuthorizationPlan Empty = new() { Deny = [], Allow = [], Audit = [], AllowPolicies = [] };

    public required AuthorizationRulePlan[] Deny { get; init; }
    public required AuthorizationRulePlan[] Allow { get; init; }
    public required AuthorizationRulePlan[] Audit { get; init; }

    /// <summary>
    /// Every ALLOW policy, those without rules included (<c>spec: {}</c>): when there is one, a call needs a matching rule.
    /// </summary>
    public required RuleRef[] AllowPolicies { get; init; }
}
