using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the AuthorizationPolicies that apply to the workload.</summary>
internal sealed class AuthorizationCompiler(Visibility visibility, DiagnosticBag bag)
{
    private const string DryRunAnnotation = "istio.io/dry-run";

    private readonly List<AuthorizationRulePlan> _deny = [];
    private readonly List<AuthorizationRulePlan> _allow = [];
    private readonly List<AuthorizationRulePlan> _audit = [];
    private readonly List<RuleRef> _allowPolicies = [];

    public AuthorizationPlan Compile(AuthorizationPolicyRule[] policies)
    {
        foreach (var policy in policies)
            if (visibility.IsInScope(policy.Meta.Namespace) && visibility.IsSelected(policy.Selector))
                Add(policy);
        return new AuthorizationPlan { Deny = [.. _deny], Allow = [.. _allow], Audit = [.. _audit], AllowPolicies = [.. _allowPolicies] };
    }

    private void Add(AuthorizationPolicyRule policy)
    {
        var action = policy.EffectiveAction;
        if (action == AuthorizationActionRule.Custom)
        {
            bag.Report(BindingDiagnostics.NotImplemented, policy.Action?.Source ?? policy.Meta.Source, "action CUSTOM");
            return;
        }
        var isDryRun = policy.Meta.Annotations.TryGetValue(DryRunAnnotation, out var dryRun) && dryRun.Value == "true";
        if (isDryRun && action == AuthorizationActionRule.Allow)
            return;
        if (action == AuthorizationActionRule.Allow)
            _allowPolicies.Add(new RuleRef(policy.Meta.Id, policy.Meta.Source));
        // A dry run changes nothing, but what it would have denied is noted.
        var rules = action == AuthorizationActionRule.Allow ? _allow : action == AuthorizationActionRule.Deny && !isDryRun ? _deny : _audit;
        foreach (var rule in policy.Rules)
            rules.Add(Compile(policy, rule));
    }

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
