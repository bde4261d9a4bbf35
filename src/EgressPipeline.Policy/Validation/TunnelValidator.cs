using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>What a tunnel is combined with.</summary>
internal static class TunnelValidator
{
    public static void Validate(DestinationRuleRule rule, DiagnosticBag bag)
    {
        var own = rule.TrafficPolicy;
        var acknowledged = CheckAcknowledgement(rule, bag);
        if (!acknowledged)
        {
            CheckTls(own?.Tunnel, own, bag);
            foreach (var subset in rule.Subsets)
                if (subset.TrafficPolicy is { } policy && (policy.Tunnel is not null || policy.Tls is not null))
                    CheckTls(policy.Tunnel ?? own?.Tunnel, policy.Tls is null ? own : policy, bag);
        }
        if (rule.Meta.Annotations.TryGetValue(TunnelAnnotations.Authorization, out var file))
            CheckAuthorization(rule, file, bag);
    }

    private static bool CheckAcknowledgement(DestinationRuleRule rule, DiagnosticBag bag)
    {
        if (!rule.Meta.Annotations.TryGetValue(TunnelAnnotations.Tls, out var value))
            return false;
        if (value.Value != TunnelAnnotations.Inside)
            ExtensionValidator.Report(TunnelAnnotations.Tls, value, "the only value is " + TunnelAnnotations.Inside, bag);
        return true;
    }

    private static void CheckTls(TunnelRule? tunnel, TrafficPolicyRule? policy, DiagnosticBag bag)
    {
        if (tunnel is null || policy is null)
            return;
        foreach (var level in policy.PortLevelSettings.Prepend(policy))
            if (level.Tls is { Mode: { } mode } tls && mode.Value != TlsMode.Disable)
                bag.Report(DestinationRuleDiagnostics.BadTunnel, tls.Source,
                    "tls would secure the way to the proxy, which this release does not; for TLS with the target, inside the tunnel, add the annotation " + TunnelAnnotations.Tls + ": " + TunnelAnnotations.Inside);
    }

    private static void CheckAuthorization(DestinationRuleRule rule, Located<string> file, DiagnosticBag bag)
    {
        if (file.Value.Length == 0 || file.Value[0] != '/')
            ExtensionValidator.Report(TunnelAnnotations.Authorization, file, "'" + file.Value + "' is no absolute path", bag);
        else if (rule.TrafficPolicy?.Tunnel is null && !Array.Exists(rule.Subsets, subset => subset.TrafficPolicy?.Tunnel is not null))
            ExtensionValidator.Report(TunnelAnnotations.Authorization, file, "there is no tunnel", bag);
    }
}
