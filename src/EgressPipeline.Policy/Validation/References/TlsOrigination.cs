using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Whether TLS is put on what needs it, and on nothing that has it already.</summary>
internal sealed class TlsOrigination(HostDirectory directory, HttpDestinations destinations, DiagnosticBag bag)
{
    private const int HttpsPort = 443;

    private readonly HashSet<SourceRef> _reported = [];

    public void Check(ServiceEntryRule entry)
    {
        foreach (var host in entry.Hosts)
            foreach (var port in entry.Ports)
                Check(entry, HostNames.Resolve(host.Value, entry.Meta.Namespace), port);
    }

    private void Check(ServiceEntryRule entry, string host, ServicePortRule port)
    {
        if (port.Number is not { } number)
            return;
        var isHttp = PortChecks.IsHttp(port.Protocol);
        if (isHttp && !IsSentTo443(entry, port, number.Value))
            return;
        var rules = directory.FindRules(host, entry);
        if (isHttp)
            CheckPlain(rules, host, port, number.Value);
        else if (port.Protocol is PortProtocol.Https or PortProtocol.Tls)
            CheckDouble(rules, host, port, number.Value);
    }

    private void CheckPlain(DestinationRuleRule[] rules, string host, ServicePortRule port, int number)
    {
        if (Array.Exists(rules, r => Array.Exists(Policies(r), p => IsOn(p, number))) || IsLedElsewhere(host, number))
            return;
        var source = port.TargetPort?.Source ?? port.Number!.Source;
        if (_reported.Add(source))
            bag.Report(ReferenceDiagnostics.PlainHttps, source, port.Number!.Value, host);
    }

    // Requests that come over another port may be routed here, to be secured on the way.
    private void CheckDouble(DestinationRuleRule[] rules, string host, ServicePortRule port, int number)
    {
        foreach (var rule in rules)
            if (TrafficPolicyOverlay.For(rule.TrafficPolicy, null, number).Tls is { } tls && IsOn(tls) && !destinations.Include(host, number) && _reported.Add(tls.Source))
                bag.Report(IsMeantForOthers(rule, tls, host) ? ReferenceDiagnostics.DoubleTlsToo : ReferenceDiagnostics.DoubleTls, tls.Mode!.Source, tls.Mode.Value.ToString().ToUpperInvariant(), number, host, port.ProtocolText.TextOrEmpty(), port.Source);
    }

    /// <summary>True when the same block secures a port of the host that is not secured already.</summary>
    private bool IsMeantForOthers(DestinationRuleRule rule, ClientTlsRule tls, string host) =>
        directory.FindEntries(host).SelectMany(e => e.Ports).Any(p => p.Protocol is not (null or PortProtocol.Tls or PortProtocol.Https) && p.Number is { } number
            && TrafficPolicyOverlay.For(rule.TrafficPolicy, null, number.Value).Tls == tls);

    /// <summary>The policy of the rule, and those of its subsets: a route may choose any of them.</summary>
    private static (TrafficPolicyRule? Rule, TrafficPolicyRule? Subset)[] Policies(DestinationRuleRule rule) =>
        [(rule.TrafficPolicy, null), .. rule.Subsets.Select(s => (rule.TrafficPolicy, s.TrafficPolicy))];

    private static bool IsOn((TrafficPolicyRule? Rule, TrafficPolicyRule? Subset) policies, int port) =>
        TrafficPolicyOverlay.For(policies.Rule, policies.Subset, port).Tls is { } tls && IsOn(tls);

    private static bool IsOn(ClientTlsRule tls) => tls.Mode is { Value: not TlsMode.Disable };

    private static bool IsSentTo443(ServiceEntryRule entry, ServicePortRule port, int number) =>
        entry.Location == ServiceLocation.MeshExternal
        && (port.TargetPort is { Value: > 0 } target ? target.Value : number) == HttpsPort
        && !Array.Exists(entry.Endpoints, e => e.Ports.ContainsKey(port.Name.TextOrEmpty()));

    /// <summary>True when http rules govern the host and no rule leads to its port: then nothing is sent there.</summary>
    private bool IsLedElsewhere(string host, int port) =>
        directory.FindServices(host) is [var governing, ..] && governing.Service.Http.Length > 0 && !destinations.Include(host, port);
}
