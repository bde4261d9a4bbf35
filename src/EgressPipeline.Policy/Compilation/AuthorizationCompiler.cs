using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the AuthorizationPolicies that apply to the workload.</summary>
internal sealed class AuthorizationCompiler(Visibility visibility, DiagnosticBag bag)
{
    /// <summary>The CUSTOM policies that hold for the workload, each with its rules, once it is compiled.</summary>
    public (AuthorizationPolicyRule Policy, AuthorizationRulePlan[] Rules)[] Custom { get; private set; } = [];

    public AuthorizationPlan Compile(AuthorizationPolicyRule[] policies)
    {
        var applying = Array.FindAll(policies, policy => visibility.IsInScope(policy.Meta.Namespace) && visibility.IsSelected(policy.Selector));
        var rules = applying.ToDictionary(policy => policy, policy => Array.ConvertAll(policy.Rules, rule => Compile(policy, rule)));
        Custom = [.. applying.Where(policy => policy.EffectiveAction == AuthorizationActionRule.Custom).Select(policy => (policy, rules[policy]))];
        var enforced = Array.FindAll(applying, policy => !policy.IsDryRun);
        return new AuthorizationPlan
        {
            Deny = Denials(enforced),
            Allow = Of(enforced, AuthorizationActionRule.Allow),
            Audit = Of(enforced, AuthorizationActionRule.Audit),
            AllowPolicies = AllowPolicies(enforced),
            DryRun = enforced.Length == applying.Length ? null : new AuthorizationPlan
            {
                Deny = Denials(applying),
                Allow = Of(applying, AuthorizationActionRule.Allow),
                Audit = [],
                AllowPolicies = AllowPolicies(applying),
            },
        };

        AuthorizationRulePlan[] Of(AuthorizationPolicyRule[] some, AuthorizationActionRule action) =>
            [.. some.Where(policy => policy.EffectiveAction == action).SelectMany(policy => rules[policy])];

        // Calls without a request cannot be asked about: a CUSTOM policy denies them.
        AuthorizationRulePlan[] Denials(AuthorizationPolicyRule[] some) =>
            [.. Of(some, AuthorizationActionRule.Deny), .. Of(some, AuthorizationActionRule.Custom).Select(OfOpaqueCalls)];
    }

    private static AuthorizationRulePlan OfOpaqueCalls(AuthorizationRulePlan rule)
    {
        var source = rule.Rule.Source;
        var opaque = new OpaqueClause { Field = "action", Negated = false, Values = ["CUSTOM"], Source = source };
        return new AuthorizationRulePlan { Rule = rule.Rule, From = rule.From, To = rule.To, When = new ClauseSet([.. rule.When.Clauses, opaque], rule.When.Source) };
    }

    private static RuleRef[] AllowPolicies(AuthorizationPolicyRule[] policies) =>
        [.. policies.Where(policy => policy.EffectiveAction == AuthorizationActionRule.Allow).Select(policy => new RuleRef(policy.Meta.Id, policy.Meta.Source))];

    private AuthorizationRulePlan Compile(AuthorizationPolicyRule policy, AuthorizationRuleRule rule)
    {
        var clauses = new ClauseCompiler(policy.Meta.Namespace, bag);
        return new AuthorizationRulePlan
        {
            Rule = new RuleRef(policy.Meta.Id + "#rules[" + rule.Position + "]", rule.Source),
            From = rule.From is null ? [] : Array.ConvertAll(rule.From, clauses.Source),
            To = rule.To is null ? [] : Array.ConvertAll(rule.To, clauses.Operation),
            When = clauses.Conditions(rule.When, rule.Source),
        };
    }
}
