using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>
/// Where a wildcard and a name inside of it mean something else together than apart: routes of the wildcard govern the
/// name, too, and settings of the wildcard are not inherited by a DestinationRule of the name.
/// </summary>
internal sealed class WildcardSurprises(HostDirectory directory, DiagnosticBag bag)
{
    private readonly HashSet<SourceRef> _reported = [];

    /// <summary>A host that is declared by name, and whose calls all go elsewhere because of a VirtualService for a wildcard.</summary>
    public void Check(ServiceEntryRule entry)
    {
        foreach (var host in entry.Hosts)
        {
            var name = HostNames.Resolve(host.Value, entry.Meta.Namespace);
            foreach (var governing in directory.FindServices(name))
                if (governing.Pattern != name && !Declares(entry, governing.Pattern) && Visibility.Overlap(governing.Service, governing.Service.ExportTo, entry, entry.ExportTo)
                    && Swallows(governing.Service, entry, name) && _reported.Add(governing.Host.Source))
                    bag.Report(ReferenceDiagnostics.HostSwallowed, governing.Host.Source, governing.Host.Value, name, host.Source);
        }
    }

    /// <summary>A rule for a name without TLS, where the rule for the wildcard around it secures the same ports.</summary>
    public void Check(DestinationRuleRule[] rules)
    {
        var tables = new Dictionary<string, PatternTable<DestinationRuleRule>>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (rule is not { WorkloadSelector: null, Host: { } host })
                continue;
            if (!tables.TryGetValue(rule.Meta.Namespace, out var table))
                tables.Add(rule.Meta.Namespace, table = new PatternTable<DestinationRuleRule>());
            table.Add(HostNames.Resolve(host.Value, rule.Meta.Namespace), rule);
        }
        foreach (var table in tables.Values)
            foreach (var pattern in table.Patterns)
                if (table.FindAround(pattern) is [var wide, ..])
                    CheckInheritance(pattern, table.Find(pattern)[0], wide);
    }

    private void CheckInheritance(string name, DestinationRuleRule rule, DestinationRuleRule wide)
    {
        if (directory.EntriesAround(name).SelectMany(e => e.Ports).FirstOrDefault(p => LosesTls(p, wide, rule)) is { } port)
            bag.Report(ReferenceDiagnostics.TlsNotInherited, rule.Host!.Source, rule.Host.Value, wide.Host!.Value, wide.Host.Source, port.Number!.Value);
    }

    private static bool Declares(ServiceEntryRule entry, string pattern) =>
        Array.Exists(entry.Hosts, h => HostNames.Resolve(h.Value, entry.Meta.Namespace) == pattern);

    /// <summary>True when routes of some protocol govern the host's ports and none of them leads to the host.</summary>
    private static bool Swallows(VirtualServiceRule service, ServiceEntryRule entry, string name)
    {
        var http = service.Http.Length > 0 && Array.Exists(entry.Ports, p => PortChecks.IsHttp(p.Protocol));
        var tls = service.Tls.Length > 0 && Array.Exists(entry.Ports, p => p.Protocol is PortProtocol.Tls or PortProtocol.Https);
        if ((!http && !tls) || (http && Array.Exists(service.Http, r => r.Delegate is not null))) // where delegates lead is said elsewhere
            return false;
        var routes = (http ? service.Http.SelectMany(r => r.Route) : []).Concat(tls ? service.Tls.SelectMany(r => r.Route) : []);
        return !routes.Any(r => r.Destination.Host is { } to && HostPattern.IsSubsetOf(name, HostNames.Resolve(to.Value, service.Meta.Namespace)));
    }

    private static bool LosesTls(ServicePortRule port, DestinationRuleRule wide, DestinationRuleRule narrow) =>
        port.Number is { } number && port.Protocol is not (null or PortProtocol.Tls or PortProtocol.Https)
        && TlsOn(wide, number.Value) is { Mode.Value: not TlsMode.Disable } && TlsOn(narrow, number.Value) is null;

    private static ClientTlsRule? TlsOn(DestinationRuleRule rule, int port) => TrafficPolicyOverlay.For(rule.TrafficPolicy, null, port).Tls;
}
