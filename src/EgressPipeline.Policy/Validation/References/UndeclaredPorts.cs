using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Ports in matches and port settings that no ServiceEntry of the hosts declares: nothing ever comes there.</summary>
internal sealed class UndeclaredPorts(HostDirectory directory, DiagnosticBag bag)
{
    private const string Mesh = "mesh";

    public void Check(VirtualServiceRule service)
    {
        var wanted = PortsOf(service);
        if (wanted.Count == 0)
            return;
        var declared = new HashSet<int>();
        foreach (var host in service.Hosts)
        {
            var ports = Declared(HostNames.Resolve(host.Value, service.Meta.Namespace));
            // A host without a ServiceEntry can be called on any port.
            if (ports.Count == 0)
                return;
            declared.UnionWith(ports);
        }
        Report(wanted, declared, string.Join(", ", service.Hosts.Select(h => h.Value)));
    }

    public void Check(DestinationRuleRule rule)
    {
        if (rule.Host is not { } host)
            return;
        var policies = rule.Subsets.Select(s => s.TrafficPolicy).Prepend(rule.TrafficPolicy).OfType<TrafficPolicyRule>();
        var wanted = policies.SelectMany(p => p.PortLevelSettings).Select(s => s.Port).OfType<Located<int>>().ToList();
        if (wanted.Count > 0 && Declared(HostNames.Resolve(host.Value, rule.Meta.Namespace)) is { Count: > 0 } declared)
            Report(wanted, declared, host.Value);
    }

    /// <summary>Ports on which matches insist; what is for gateways alone is none of ours.</summary>
    private static List<Located<int>> PortsOf(VirtualServiceRule service)
    {
        var ports = new List<Located<int>>();
        foreach (var match in service.Http.SelectMany(r => r.Match))
            Add(ports, match.Port, match.Gateways);
        foreach (var match in service.Tls.SelectMany(r => r.Match).Concat(service.Tcp.SelectMany(r => r.Match)))
            Add(ports, match.Port, match.Gateways);
        return ports;
    }

    private static void Add(List<Located<int>> ports, Located<int>? port, Located<string>[] gateways)
    {
        if (port is not null && (gateways.Length == 0 || Array.Exists(gateways, g => g.Value == Mesh)))
            ports.Add(port);
    }

    private HashSet<int> Declared(string pattern) =>
        [.. directory.EntriesOverlapping(pattern).SelectMany(e => e.Ports).Select(p => p.Number.NumberOrZero())];

    private void Report(List<Located<int>> wanted, HashSet<int> declared, string hosts)
    {
        foreach (var port in wanted)
            if (!declared.Contains(port.Value))
                bag.Report(ReferenceDiagnostics.PortWithoutHost, port.Source, hosts, port.Value, string.Join(", ", declared.OrderBy(p => p)));
    }
}
