using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one Sidecar.</summary>
internal static class SidecarValidator
{
    public static void Validate(SidecarRule sidecar, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(sidecar, bag);
        LabelChecks.CheckSelector(sidecar.WorkloadSelector, bag);
        if (sidecar.Egress.Length == 0 && sidecar.OutboundTrafficPolicy is null && !sidecar.HasInbound)
            bag.Report(SidecarDiagnostics.Empty, sidecar.Meta.Source);
        CheckOrder(sidecar.Egress, bag);
        SidecarPortValidator.Validate(sidecar.Egress, bag);
        foreach (var listener in sidecar.Egress)
            CheckListener(listener, sidecar.Meta.Namespace, bag);
        if (sidecar.OutboundTrafficPolicy is { EgressProxy: { } proxy } policy)
            CheckEgressProxy(policy, proxy, bag);
    }

    private static void CheckOrder(EgressListenerRule[] listeners, DiagnosticBag bag)
    {
        for (var i = 0; i < listeners.Length - 1; i++)
            if (listeners[i].Port is null)
                bag.Report(SidecarDiagnostics.ListenerOrder, listeners[i].Source);
    }

    private static void CheckListener(EgressListenerRule listener, string ns, DiagnosticBag bag)
    {
        if (listener.Hosts.Length == 0)
            bag.Report(SidecarDiagnostics.NoHosts, listener.Source);
        foreach (var host in listener.Hosts)
            CheckHost(host, bag);
        CheckDuplicates(listener.Hosts, ns, bag);
    }

    private static void CheckHost(Located<string> host, DiagnosticBag bag)
    {
        var slash = host.Value.IndexOf('/');
        if (slash <= 0 || slash == host.Value.Length - 1)
        {
            bag.Report(SidecarDiagnostics.BadEgressHost, host.Source, host.Value, "it has not the form namespace/dnsName");
            return;
        }
        if (!IsNamespace(host.Value.Substring(0, slash)))
            bag.Report(SidecarDiagnostics.BadEgressHost, host.Source, host.Value, "the namespace is not valid");
        if (DnsNameError(host.Value.Substring(slash + 1)) is { } error)
            bag.Report(SidecarDiagnostics.BadEgressHost, host.Source, host.Value, error);
    }

    /// <summary><c>*</c>, <c>.</c>, <c>~</c> (none), a namespace, or <c>~namespace</c> (all but it).</summary>
    private static bool IsNamespace(string ns) =>
        ns is "*" or "." or "~" || DnsNames.IsLabel(ns)
        || (ns[0] == '~' && (ns is "~*" or "~." || DnsNames.IsLabel(ns.Substring(1))));

    private static string? DnsNameError(string name)
    {
        if (name == "*")
            return null;
        if (name.IndexOf('.') < 0)
            return "short names are not allowed";
        if (!DnsNames.IsWildcardDomain(name))
            return "the name is no domain";
        return HostChecks.IsPartialWildcard(name) ? "a wildcard must be the whole first label" : null;
    }

    private static void CheckDuplicates(Located<string>[] hosts, string ns, DiagnosticBag bag)
    {
        var first = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            var name = Absolute(host.Value, ns);
            if (FindCover(first, name) is { } cover)
                bag.Report(SidecarDiagnostics.DuplicateHost, host.Source, host.Value, cover.Value);
            else
                first.Add(name, host);
        }
    }

    /// <summary>The same again, everything, or everything of the namespace. An exclusion takes away from what others name.</summary>
    private static Located<string>? FindCover(Dictionary<string, Located<string>> hosts, string name)
    {
        if (hosts.TryGetValue(name, out var cover) || name.StartsWith("~", StringComparison.Ordinal))
            return cover;
        return hosts.TryGetValue("*/*", out cover) || hosts.TryGetValue(name.Substring(0, name.IndexOf('/') + 1) + "*", out cover) ? cover : null;
    }

    private static string Absolute(string host, string ns) => host.StartsWith("./", StringComparison.Ordinal) ? ns + host.Substring(1) : host;

    private static void CheckEgressProxy(OutboundTrafficPolicyRule policy, DestinationRefRule proxy, DiagnosticBag bag)
    {
        if (policy.Mode.Value != OutboundTrafficMode.AllowAny)
            bag.Report(SidecarDiagnostics.EgressProxy, proxy.Source, "it needs mode ALLOW_ANY");
        if (proxy.Host is { } host && !DnsNames.IsFullyQualified(host.Value))
            bag.Report(SidecarDiagnostics.EgressProxy, host.Source, "'" + host.Value + "' is not a full host name");
        if (proxy.Port is null)
            bag.Report(SidecarDiagnostics.EgressProxy, proxy.Source, "a port number is required");
    }
}
