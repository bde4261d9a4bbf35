using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Testing;

/// <summary>The caller of a test case: its identity, and the workload whose plan judges it.</summary>
internal static class CaseCaller
{
    private const string Scheme = "spiffe://";

    /// <summary>The caller; as when the sidecar starts, a principal gives the namespace unless one is written.</summary>
    /// <returns>The caller, or null with what is wrong in one clause.</returns>
    public static CallSource? Read(CallerRule? caller, UnregisteredMode unregistered, out string? problem)
    {
        problem = null;
        if (caller is null)
            return new CallSource(WorkloadContext.Unknown with { Unregistered = unregistered }, CallerIdentity.Anonymous, IpValue.None);
        var identity = CallerIdentity.Anonymous;
        if (caller.Principal is { } principal && !CallerIdentity.TryParse(principal.Value.StartsWith(Scheme, StringComparison.Ordinal) ? principal.Value : Scheme + principal.Value, out identity))
            problem = "'" + principal + "' is no SPIFFE id";
        if (caller.Namespace is { } ns && !DnsNames.IsLabel(ns.Value))
            problem ??= "'" + ns + "' is no namespace";
        else if (caller.Namespace is { } own && identity.Namespace.Length > 0 && own.Value != identity.Namespace)
            problem ??= "namespace '" + own + "' is not the principal's, which is '" + identity.Namespace + "'";
        var address = IpValue.None;
        if (caller.Ip is { } ip && !IpValue.TryParse(ip.Value, out address))
            problem ??= "'" + ip + "' is no IP address";
        var process = ProcessWords.Read(caller.Uid?.Value, caller.Process?.Value, out var aboutProcess);
        problem ??= aboutProcess;
        if (problem is not null)
            return null;
        var labels = caller.Labels.ToDictionary(label => label.Key, label => label.Value.Value, StringComparer.Ordinal);
        return new CallSource(new WorkloadContext(caller.Namespace?.Value ?? identity.Namespace, labels, unregistered), identity, address) { Process = process };
    }
}
