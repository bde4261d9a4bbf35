using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the AuthorizationPolicies that apply to the workload.</summary>
internal sealed class AuthorizationCompiler(Visibility visibility, DiagnosticBag bag)
{
    public AuthorizationPlan Compile(AuthorizationPolicyRule[] policies)
    {
        var applying = Array.FindAll(policies, policy => visibility.IsInScope(policy.Meta.Namespace) && visibility.IsSelected(policy.Selector));
        foreach (var policy in applying)
            if (policy.EffectiveAction == AuthorizationActionRule.Custom)
                bag.Report(BindingDiagnostics.NotImplemented, policy.Action?.Source ?? policy.Meta.Source, "action CUSTOM");
        var rules = applying.ToDictionary(policy => policy, policy => Array.ConvertAll(policy.Rules, rule => Compile(policy, rule)));
        var enforced = Array.FindAll(applying, policy => !policy.IsDryRun);
        return new AuthorizationPlan
        {
            Deny = Of(enforced, AuthorizationActionRule.Deny),
            Allow = Of(enforced, AuthorizationActionRule.Allow),
            Audit = Of(enforced, AuthorizationActionRule.Audit),
            AllowPolicies = AllowPolicies(enforced),
            DryRun = enforced.Length == applying.Length ? null : new AuthorizationPlan
            {
                Deny = Of(applying, AuthorizationActionRule.Deny),
                Allow = Of(applying, AuthorizationActionRule.Allow),
                Audit = [],
                AllowPolicies = AllowPolicies(applying),
            },
        };

        AuthorizationRulePlan[] Of(AuthorizationPolicyRule[] some, AuthorizationActionRule action) =>
            [.. some.Where(policy => policy.EffectiveAction == action).SelectMany(policy => rules[policy])];
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
