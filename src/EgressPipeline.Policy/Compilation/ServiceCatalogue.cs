using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// The services the workload sees, by host pattern: ServiceEntries of one host are merged by port; the same port declared
/// twice in different ways is an error, since whichever won would surprise someone.
/// </summary>
internal sealed class ServiceCatalogue
{
    private readonly SortedDictionary<string, SortedDictionary<int, DeclaredPort>> _hosts = new(StringComparer.Ordinal);
    private readonly WildcardLengths _wildcards = new();

    /// <summary>Every declared host pattern, in ordinal order.</summary>
    public IEnumerable<string> Hosts => _hosts.Keys;

    /// <summary>Collects what is exported to the workload and, given a scope, imported by its Sidecar.</summary>
    public static ServiceCatalogue Build(ServiceEntryRule[] entries, Visibility visibility, SidecarScope? scope, DiagnosticBag bag)
    {
        var catalogue = new ServiceCatalogue();
        foreach (var entry in entries)
        {
            if (!visibility.IsExported(entry.ExportTo, entry.Meta.Namespace))
                continue;
            var ranges = new EntryRanges(entry);
            foreach (var host in entry.Hosts)
                foreach (var port in entry.Ports)
                {
                    var declared = new DeclaredPort(HostPattern.Normalize(host.Value), entry, port, ranges);
                    if (scope is null || scope.Imports(entry.Meta.Namespace, declared.Host, declared.Number))
                        catalogue.Add(declared, visibility, bag);
                }
        }
        return catalogue;
    }

    /// <summary>
    /// Ports that a call to a name of <paramref name="pattern"/> finds: those of the pattern, and for other numbers those
    /// of the wildcards around it, most specific first.
    /// </summary>
    public IReadOnlyList<DeclaredPort> EffectivePorts(string pattern)
    {
        var ports = new List<DeclaredPort>();
        AddMissing(ports, pattern);
        foreach (var wildcard in _wildcards.Around(pattern))
            AddMissing(ports, wildcard);
        ports.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return ports;
    }

    private void AddMissing(List<DeclaredPort> ports, string pattern)
    {
        if (!_hosts.TryGetValue(pattern, out var declared))
            return;
        foreach (var port in declared.Values)
            if (!HasNumber(ports, port.Number))
                ports.Add(port);
    }

    // A handful at most.
    private static bool HasNumber(List<DeclaredPort> ports, int number)
    {
        foreach (var port in ports)
            if (port.Number == number)
                return true;
        return false;
    }

    private void Add(DeclaredPort declared, Visibility visibility, DiagnosticBag bag)
    {
        if (!_hosts.TryGetValue(declared.Host, out var ports))
        {
            _hosts.Add(declared.Host, ports = []);
            _wildcards.Add(declared.Host);
        }
        if (!ports.TryGetValue(declared.Number, out var other))
        {
            ports.Add(declared.Number, declared);
            return;
        }
        // The workload's own namespace has the say; Istio prefers it as well.
        var own = declared.Entry.Meta.Namespace == visibility.Namespace;
        var otherOwn = other.Entry.Meta.Namespace == visibility.Namespace;
        if (own != otherOwn)
        {
            if (own)
                ports[declared.Number] = declared;
            return;
        }
        if (Contradicts(declared, other))
            bag.Report(CompilationDiagnostics.ContradictingPort, declared.Port.Source, declared.Host, declared.Number, other.Entry.Meta.Id, other.Port.Source);
    }

    private static bool Contradicts(DeclaredPort left, DeclaredPort right) =>
        Normal(left) != Normal(right)
        || left.Entry.EffectiveResolution != right.Entry.EffectiveResolution
        || left.Entry.Location != right.Entry.Location
        || left.Port.TargetPort.NumberOrZero() != right.Port.TargetPort.NumberOrZero()
        || !SameEndpoints(left.Entry.Endpoints, right.Entry.Endpoints);

    // A proxy passes both through by SNI.
    private static PortProtocol? Normal(DeclaredPort declared) => declared.Port.Protocol == PortProtocol.Https ? PortProtocol.Tls : declared.Port.Protocol;

    private static bool SameEndpoints(EndpointRule[] left, EndpointRule[] right)
    {
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
            if (left[i].Address?.Value != right[i].Address?.Value)
                return false;
        return true;
    }
}
