using System.Globalization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>
/// Hosts and ports in authorization rules and Sidecars that nothing declares. Only said where undeclared destinations are
/// refused, so that such a rule can have no effect; of DENY rules only when the name looks misspelt.
/// </summary>
internal sealed class UndeclaredNames
{
    private readonly HostDirectory _directory;
    private readonly HashSet<int> _ports;
    private readonly bool _canBeJudged;
    private readonly DiagnosticBag _bag;

    public UndeclaredNames(PolicyDocuments documents, HostDirectory directory, DiagnosticBag bag)
    {
        _directory = directory;
        _bag = bag;
        _ports = [.. documents.ServiceEntries.SelectMany(e => e.Ports).Select(p => p.Number.NumberOrZero())];
        _canBeJudged = documents.ServiceEntries.Length > 0
            && !Array.Exists(documents.Sidecars, s => s.OutboundTrafficPolicy is { Mode.Value: OutboundTrafficMode.AllowAny });
    }

    public void Check(AuthorizationPolicyRule policy)
    {
        if (!_canBeJudged || policy.EffectiveAction is not (AuthorizationActionRule.Allow or AuthorizationActionRule.Deny))
            return;
        var isDeny = policy.EffectiveAction == AuthorizationActionRule.Deny;
        foreach (var operation in policy.Rules.SelectMany(r => r.To ?? []))
        {
            foreach (var host in operation.Hosts)
                if (!IsCallable(HostMatch.Parse(host.Value).Name))
                    Report(host, isDeny);
            foreach (var port in operation.Ports)
                if (!isDeny && int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !_ports.Contains(number))
                    _bag.Report(ReferenceDiagnostics.NameNotDeclared, port.Source, "port " + port.Value, "");
        }
    }

    public void Check(SidecarRule sidecar)
    {
        if (!_canBeJudged)
            return;
        foreach (var host in sidecar.Egress.SelectMany(e => e.Hosts))
        {
            var name = HostPattern.Normalize(host.Value.Substring(host.Value.IndexOf('/') + 1));
            // What is inside of the cluster is of no concern here, nor is what is excluded.
            if (name == "*" || host.Value.StartsWith("~", StringComparison.Ordinal) || name.EndsWith("cluster.local", StringComparison.Ordinal))
                continue;
            if (!IsCallable(HostPattern.IsWildcard(name) ? ByteMatch.Suffix(name.Substring(1)) : ByteMatch.Exact(name)))
                _bag.Report(ReferenceDiagnostics.NameNotDeclared, host.Source, "host '" + name + "'", _directory.Suggest(name));
        }
    }

    private void Report(Located<string> host, bool isDeny)
    {
        var suggestion = _directory.Suggest(host.Value);
        if (!isDeny || suggestion.Length > 0)
            _bag.Report(ReferenceDiagnostics.NameNotDeclared, host.Source, "host '" + host.Value + "'", suggestion);
    }

    private bool IsCallable(ByteMatch name) => name.Kind switch
    {
        ByteMatchKind.Exact => IpValue.TryParse(name.Text, out _) || _directory.EntriesAround(name.Text).Any() || _directory.FindServices(name.Text).Count > 0,
        ByteMatchKind.Suffix => _directory.AnyCallable(h => HostPattern.Overlap(h, "*" + name.Text)),
        // A wildcard may hold a name with any beginning.
        ByteMatchKind.Prefix => _directory.AnyCallable(h => HostPattern.IsWildcard(h) || h.StartsWith(name.Text, StringComparison.Ordinal)),
        _ => true,
    };
}
