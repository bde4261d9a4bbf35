using EgressPipeline.Generators.Inputs;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Compiling;

/// <summary>Reads for which workload a table is made, by the rules of the sidecar's settings of the same names.</summary>
internal static class WorkloadReader
{
    /// <summary>The workload, or null and why not.</summary>
    public static WorkloadContext? Read(TableUse settings, out string problem)
    {
        problem = "";
        var ns = settings.Namespace;
        if (settings.SpiffeId.Length > 0)
        {
            if (!CallerIdentity.TryParse(settings.SpiffeId, out var identity))
                problem = $"SpiffeId '{settings.SpiffeId}' is no SPIFFE id; write spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT";
            else if (identity.Namespace.Length > 0 && ns.Length > 0 && ns != identity.Namespace)
                problem = $"Namespace '{ns}' contradicts the identity's namespace '{identity.Namespace}'; leave one of them out";
            else if (identity.Namespace.Length > 0)
                ns = identity.Namespace;
        }
        if (ns.Length > 0 && !WorkloadText.IsNamespace(ns))
            problem = $"Namespace '{ns}' is no namespace; use lower-case letters, digits and dashes, at most 63";
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!WorkloadText.TryReadLabels(settings.Labels, labels, out var unreadable))
            problem = "Labels: " + unreadable;
        if (Mode(settings.Unregistered) is not { } mode)
        {
            problem = $"Unregistered '{settings.Unregistered}' is none of deny, audit and allow";
            return null;
        }
        return problem.Length > 0 ? null : new WorkloadContext(ns, labels, mode);
    }

    private static UnregisteredMode? Mode(string text) => text switch
    {
        "" or "deny" => UnregisteredMode.Deny,
        "audit" => UnregisteredMode.Audit,
        "allow" => UnregisteredMode.Allow,
        _ => null,
    };
}
