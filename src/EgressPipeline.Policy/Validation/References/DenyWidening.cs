using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>
/// A DENY rule with HTTP conditions on a port that is declared opaque: Istio drops the conditions there and denies
/// everything on the port.
/// </summary>
internal static class DenyWidening
{
    public static void Check(AuthorizationPolicyRule policy, ServiceEntryRule[] entries, DiagnosticBag bag)
    {
        if (policy.EffectiveAction != AuthorizationActionRule.Deny)
            return;
        foreach (var operation in policy.Rules.SelectMany(r => r.To ?? []))
            if (HasRequestFields(operation))
                foreach (var port in operation.Ports)
                    CheckPort(port, entries, bag);
    }

    /// <summary>Methods and paths need a request; hosts are known from the SNI, too.</summary>
    private static bool HasRequestFields(OperationMatchRule o) =>
        o.Methods.Length + o.NotMethods.Length + o.Paths.Length + o.NotPaths.Length > 0;

    private static void CheckPort(Located<string> port, ServiceEntryRule[] entries, DiagnosticBag bag)
    {
        ServicePortRule? opaque = null;
        foreach (var declared in entries.SelectMany(e => e.Ports))
        {
            if (declared.Number is not { } number || number.Value.ToString() != port.Value)
                continue;
            if (PortChecks.IsHttp(declared.Protocol))
                return;
            opaque = declared;
        }
        if (opaque is not null)
            bag.Report(AuthorizationPolicyDiagnostics.DenyWidens, port.Source, port.Value, opaque.ProtocolText.TextOrEmpty());
    }
}
