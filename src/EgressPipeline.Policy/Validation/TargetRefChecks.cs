using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for what a policy is attached to instead of a selector.</summary>
internal static class TargetRefChecks
{
    public static void Check(TargetRefRule target, DiagnosticBag bag)
    {
        if (target.Namespace is { Value.Length: > 0 } ns)
            bag.Report(AuthorizationPolicyDiagnostics.BadTargetRef, ns.Source, "another namespace cannot be referred to");
        var isKnown = (target.Group.TextOrEmpty(), target.Kind.TextOrEmpty()) is ("" or "core", "Service")
            or ("networking.istio.io", "ServiceEntry") or ("gateway.networking.k8s.io", "Gateway" or "GatewayClass");
        if (!isKnown)
            bag.Report(AuthorizationPolicyDiagnostics.BadTargetRef, target.Source, "'" + target.Group + "/" + target.Kind + "' cannot be referred to");
        if (target.Name is { Value.Length: 0 })
            bag.Report(AuthorizationPolicyDiagnostics.BadTargetRef, target.Source, "the name is empty");
    }
}
