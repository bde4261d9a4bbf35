using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules that hold for documents of every kind.</summary>
internal static class CommonChecks
{
    private const string AlwaysReject = "internal.istio.io/webhook-always-reject";

    public static void CheckMeta(IPolicyRule rule, DiagnosticBag bag)
    {
        if (rule.Meta.Annotations.TryGetValue(AlwaysReject, out var reject))
            bag.Report(TextDiagnostics.Rejected, reject.Source, AlwaysReject);
        if (rule.Meta.Annotations.TryGetValue(AuthorizationPolicyRule.DryRunAnnotation, out var dryRun))
            CheckDryRun(rule, dryRun, bag);
    }

    private static void CheckDryRun(IPolicyRule rule, Located<string> value, DiagnosticBag bag)
    {
        if (rule is not AuthorizationPolicyRule policy)
            bag.Report(ValueDiagnostics.BadDryRun, value.Source, "only AuthorizationPolicy takes it");
        else if (policy.EffectiveAction is AuthorizationActionRule.Audit or AuthorizationActionRule.Custom)
            bag.Report(ValueDiagnostics.BadDryRun, value.Source, "action " + policy.EffectiveAction.ToString().ToUpperInvariant() + " does not take it");
        else if (!policy.IsDryRun && value.Value.ToLowerInvariant() is not ("false" or "0" or "f"))
            bag.Report(ValueDiagnostics.BadDryRun, value.Source, "'" + value.Value + "' is neither true nor false");
    }
}
