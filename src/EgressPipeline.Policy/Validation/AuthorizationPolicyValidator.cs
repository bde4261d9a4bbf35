using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Validation.Access;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one AuthorizationPolicy.</summary>
internal static class AuthorizationPolicyValidator
{
    public static void Validate(AuthorizationPolicyRule policy, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(policy, bag);
        LabelChecks.CheckSelector(policy.Selector, bag);
        foreach (var target in policy.TargetRefs)
            TargetRefChecks.Check(target, bag);
        CheckProvider(policy, bag);
        if (policy.EffectiveAction is AuthorizationActionRule.Deny or AuthorizationActionRule.Custom && !policy.HasRules)
            bag.Report(AuthorizationPolicyDiagnostics.NoRules, policy.SpecSource, policy.EffectiveAction.ToString().ToUpperInvariant());
        foreach (var rule in policy.Rules)
            CheckRule(policy, rule, bag);
    }

    private static void CheckRule(AuthorizationPolicyRule policy, AuthorizationRuleRule rule, DiagnosticBag bag)
    {
        if (rule.From is { Length: 0 })
            bag.Report(AuthorizationPolicyDiagnostics.Empty, rule.Source, "from");
        if (rule.To is { Length: 0 })
            bag.Report(AuthorizationPolicyDiagnostics.Empty, rule.Source, "to");
        foreach (var source in rule.From ?? [])
            SourceMatchValidator.Validate(source, bag);
        foreach (var operation in rule.To ?? [])
            OperationMatchValidator.Validate(operation, bag);
        foreach (var condition in rule.When)
            ConditionValidator.Validate(condition, bag);
        ContradictionCheck.Check(rule, policy.Meta.Namespace, bag);
        if (policy.EffectiveAction == AuthorizationActionRule.Deny && DeniesByHttpOnly(rule))
            bag.Report(AuthorizationPolicyDiagnostics.DenyHttpOnly, rule.Source);
    }

    private static void CheckProvider(AuthorizationPolicyRule policy, DiagnosticBag bag)
    {
        var isCustom = policy.EffectiveAction == AuthorizationActionRule.Custom;
        if (policy.HasProvider && !isCustom)
            bag.Report(AuthorizationPolicyDiagnostics.ProviderNotCustom, policy.SpecSource, "provider is set, but action is not CUSTOM");
        else if (isCustom && policy.ProviderName.TextOrEmpty().Length == 0)
            bag.Report(AuthorizationPolicyDiagnostics.ProviderNotCustom, policy.SpecSource, "action CUSTOM needs provider.name");
    }

    /// <summary>An operation that names HTTP attributes and no port would mean something else on opaque connections.</summary>
    private static bool DeniesByHttpOnly(AuthorizationRuleRule rule) =>
        Array.Exists(rule.To ?? [], o => OperationMatchValidator.HasHttpFields(o) && o.Ports.Length == 0 && o.NotPorts.Length == 0);
}
