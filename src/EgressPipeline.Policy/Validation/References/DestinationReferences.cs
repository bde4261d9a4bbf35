using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Follows the destinations of VirtualServices to what is declared.</summary>
internal sealed class DestinationReferences(HostDirectory directory, DiagnosticBag bag)
{
    private readonly HashSet<(string Host, string Subset)> _used = [];

    public void Check(VirtualServiceRule service)
    {
        var ns = service.Meta.Namespace;
        foreach (var route in service.Http)
        {
            foreach (var destination in route.Route)
                Check(destination.Destination, ns);
            foreach (var mirror in route.Mirrors)
                Check(mirror.Destination, ns);
        }
        foreach (var destination in service.Tls.SelectMany(r => r.Route).Concat(service.Tcp.SelectMany(r => r.Route)))
            Check(destination.Destination, ns);
    }

    /// <summary>True when a VirtualService routes to the subset of the host, or of a host that its pattern covers.</summary>
    public bool IsUsed(string pattern, string subset)
    {
        foreach (var (host, used) in _used)
            if (used == subset && HostPattern.IsSubsetOf(host, pattern))
                return true;
        return false;
    }

    private void Check(DestinationRefRule destination, string ns)
    {
        if (destination.Host is not { Value.Length: > 0 } written)
            return;
        var host = HostNames.Resolve(written.Value, ns);
        var entries = directory.FindEntries(host);
        if (entries.Count == 0)
            bag.Report(ReferenceDiagnostics.HostNotDeclared, written.Source, host, directory.Suggest(host));
        else
            CheckPort(destination, host, entries);
        if (destination.Subset is { Value.Length: > 0 } subset)
            CheckSubset(subset, host, isDeclared: entries.Count > 0);
    }

    private void CheckPort(DestinationRefRule destination, string host, IReadOnlyList<ServiceEntryRule> entries)
    {
        var numbers = entries.SelectMany(e => e.Ports).Select(p => p.Number.NumberOrZero()).Distinct().OrderBy(n => n).ToArray();
        if (destination.Port is not { } port || Array.IndexOf(numbers, port.Value) >= 0)
            return;
        var known = numbers.Length == 0 ? "none" : string.Join(", ", numbers);
        bag.Report(ReferenceDiagnostics.PortNotDeclared, port.Source, host, port.Value, known);
    }

    private void CheckSubset(Located<string> subset, string host, bool isDeclared)
    {
        _used.Add((host, subset.Value));
        // A host that is not declared is reported once, not twice.
        if (!isDeclared)
            return;
        var subsets = directory.FindSubsets(host);
        if (!subsets.Any(s => s.Name?.Value == subset.Value))
            bag.Report(ReferenceDiagnostics.SubsetNotDefined, subset.Source, subset.Value, host, Spelling.Suggest(subset.Value, subsets.Select(s => s.Name.TextOrEmpty())));
    }
}
