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
        foreach (var route in service.Http)
        {
            foreach (var destination in route.Route)
                Check(destination.Destination, service);
            foreach (var mirror in route.Mirrors)
                Check(mirror.Destination, service);
        }
        foreach (var destination in service.Tls.SelectMany(r => r.Route).Concat(service.Tcp.SelectMany(r => r.Route)))
            Check(destination.Destination, service);
    }

    /// <summary>True when a VirtualService routes to the subset of the host, or of a host that its pattern covers.</summary>
    public bool IsUsed(string pattern, string subset)
    {
        foreach (var (host, used) in _used)
            if (used == subset && HostPattern.IsSubsetOf(host, pattern))
                return true;
        return false;
    }

    private void Check(DestinationRefRule destination, VirtualServiceRule service)
    {
        if (destination.Host is not { Value.Length: > 0 } written)
            return;
        var host = HostNames.Resolve(written.Value, service.Meta.Namespace);
        var declared = directory.FindEntries(host);
        var seen = Seen(declared, service);
        if (seen.Count == 0 && declared.Count > 0)
            seen = Seen(directory.EntriesAround(host), service); // a wildcard further out may be exported
        if (seen.Count > 0)
            CheckPort(destination, host, seen);
        else
            bag.Report(ReferenceDiagnostics.HostNotDeclared, written.Source, host, declared.Count > 0 ? Hidden(declared[0], service) : directory.Suggest(host));
        if (destination.Subset is { Value.Length: > 0 } subset)
            CheckSubset(subset, host, isDeclared: seen.Count > 0);
    }

    /// <summary>The entries that the author's namespace sees; of a document for other namespaces alone, those that one of them sees.</summary>
    private static IReadOnlyList<ServiceEntryRule> Seen(IEnumerable<ServiceEntryRule> entries, VirtualServiceRule service)
    {
        var ns = service.Meta.Namespace;
        return Visibility.IsSeenFrom(ns, service, service.ExportTo)
            ? [.. entries.Where(entry => Visibility.IsSeenFrom(ns, entry, entry.ExportTo))]
            : [.. entries.Where(entry => Visibility.Overlap(service, service.ExportTo, entry, entry.ExportTo))];
    }

    private static string Hidden(ServiceEntryRule entry, VirtualServiceRule service) =>
        $" that namespace '{service.Meta.Namespace}' sees: {entry.Meta.Id} at {entry.Meta.Source} is not exported to it";

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
