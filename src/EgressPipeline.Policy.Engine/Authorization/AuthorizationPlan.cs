using EgressPipeline.Policy.Authorization.Selection;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization;

/// <summary>The AuthorizationPolicies that apply to the workload, by action. Immutable, safe for concurrent use.</summary>
public sealed class AuthorizationPlan
{
    public static readonly AuthorizationPlan Empty = new() { Deny = [], Allow = [], Audit = [], AllowPolicies = [] };

    public required AuthorizationRulePlan[] Deny
    {
        get;
        init
        {
            field = value;
            DenyIndex = RuleIndex.Build(value);
        }
    }

    public required AuthorizationRulePlan[] Allow
    {
        get;
        init
        {
            field = value;
            AllowIndex = RuleIndex.Build(value);
        }
    }

    public required AuthorizationRulePlan[] Audit
    {
        get;
        init
        {
            field = value;
            AuditIndex = RuleIndex.Build(value);
        }
    }

    /// <summary>
    /// Every ALLOW policy, those without rules included (<c>spec: {}</c>): when there is one, a call needs a matching rule.
    /// </summary>
    public required RuleRef[] AllowPolicies { get; init; }

    /// <summary>
    /// What would be enforced if the policies on trial (annotation <c>istio.io/dry-run</c>) were, too; null when none is on trial.
    /// Has no AUDIT rules and no trial of its own.
    /// </summary>
    public AuthorizationPlan? DryRun { get; init; }

    /// <summary>Every rule, those on trial included; a rule that is enforced and part of the trial comes twice.</summary>
    public IEnumerable<AuthorizationRulePlan> AllRules() => [.. Deny, .. Allow, .. Audit, .. DryRun?.AllRules() ?? []];

    /// <summary>True when a rule asks which user called.</summary>
    public bool ReadsUser() => Reads<UserClause>();

    /// <summary>True when a rule asks which program called.</summary>
    public bool ReadsExecutable() => Reads<ExecutableClause>();

    internal RuleIndex DenyIndex { get; private init; } = RuleIndex.Build([]);

    internal RuleIndex AllowIndex { get; private init; } = RuleIndex.Build([]);

    internal RuleIndex AuditIndex { get; private init; } = RuleIndex.Build([]);

    // "when" is the only place for these conditions.
    private bool Reads<T>() where T : AuthorizationClause
    {
        foreach (var rule in AllRules())
            if (Array.Exists(rule.When.Clauses, clause => clause is T))
                return true;
        return false;
    }
}
