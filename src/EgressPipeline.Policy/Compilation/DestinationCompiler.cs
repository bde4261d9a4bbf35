using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// Resolves the destinations of routes to clusters. A destination without a port means its only port, or else the port
/// that was called, as in Istio; then the route is compiled once per called port.
/// </summary>
/// <remarks>
/// As in Istio a route may lead to any service that is exported to the workload, whether or not its Sidecar imports the
/// service for direct calls. What is wrong with routes of the workload's own namespace is an error. A VirtualService of another namespace
/// must not keep this workload from starting: where it leads nowhere calls fail, and a warning says so.
/// </remarks>
internal sealed class DestinationCompiler(ServiceCatalogue exported, ClusterCompiler clusters, Visibility visibility, DiagnosticBag bag)
{
    /// <summary>Validation has found the reference in some document, so what is left is that the document is hidden from here.</summary>
    private const string ThatIsSeen = " that this workload sees";

    /// <summary>
    /// The ports for which a route must be compiled apart; the single entry 0 means "one plan serves every port".
    /// </summary>
    /// <param name="destinations">The destinations.</param>
    /// <param name="calledPorts">Ports on which the host can be called; empty = any, then those of the destinations count.</param>
    public IReadOnlyList<int> PortVariants(IEnumerable<DestinationRefRule> destinations, IReadOnlyList<int> calledPorts)
    {
        var candidates = new SortedSet<int>();
        foreach (var destination in destinations)
        {
            if (destination.Port is not null)
                continue;
            var ports = PortsOf(destination);
            if (ports.Count > 1)
                foreach (var port in ports)
                    candidates.Add(port.Number);
        }
        if (candidates.Count == 0)
            return [0];
        return calledPorts.Count > 0 ? calledPorts : [.. candidates];
    }

    /// <summary>The clusters with their weights for calls on one port, or null when something is not declared (reported).</summary>
    public WeightedCluster[]? Resolve(WeightedDestinationRule[] routes, int calledPort, VirtualServiceRule owner)
    {
        var resolved = new List<WeightedCluster>();
        foreach (var route in routes)
        {
            var cluster = Resolve(route.Destination, calledPort, owner);
            if (cluster is null)
                return null;
            // A single destination takes everything, whatever its weight says.
            var weight = routes.Length == 1 ? 1 : route.Weight.NumberOrZero();
            resolved.Add(new WeightedCluster(cluster, weight, HeaderOperationsCompiler.Compile(route.Headers)));
        }
        return [.. resolved];
    }

    /// <summary>The mirrors that get calls, or null when something is not declared (reported).</summary>
    public MirrorPlan[]? Resolve(MirrorRule[] mirrors, int calledPort, VirtualServiceRule owner)
    {
        var resolved = new List<MirrorPlan>();
        foreach (var mirror in mirrors)
        {
            var cluster = Resolve(mirror.Destination, calledPort, owner);
            if (cluster is null)
                return null;
            var share = mirror.Percentage is { } percentage ? Share.OfPercent(percentage.Value) : Share.Whole;
            if (share > 0)
                resolved.Add(new MirrorPlan(cluster, share));
        }
        return [.. resolved];
    }

    public static int TotalWeight(WeightedCluster[] destinations)
    {
        var total = 0;
        foreach (var destination in destinations)
            total += destination.Weight;
        return total;
    }

    private ClusterPlan? Resolve(DestinationRefRule destination, int calledPort, VirtualServiceRule owner)
    {
        var host = destination.Host.TextOrEmpty();
        var ports = PortsOf(destination);
        if (IsForeign(owner) && !Leads(destination, ports))
        {
            bag.Report(CompilationDiagnostics.LeadsNowhereHere, destination.Source, owner.Meta.Id, host);
            return clusters.Nowhere(host, destination.Port?.Value ?? calledPort, destination.Subset.TextOrEmpty(), owner);
        }
        if (ports.Count == 0)
        {
            bag.Report(ReferenceDiagnostics.HostNotDeclared, destination.Host?.Source ?? destination.Source, host, ThatIsSeen);
            return null;
        }
        var port = ChoosePort(destination, ports, calledPort, owner.Meta.Id);
        if (port is null)
            return null;
        var subset = destination.Subset.TextOrEmpty();
        var cluster = clusters.Get(port, subset);
        if (cluster is null)
            bag.Report(ReferenceDiagnostics.SubsetNotDefined, destination.Subset?.Source ?? destination.Source, subset, host, ThatIsSeen);
        return cluster;
    }

    private bool IsForeign(VirtualServiceRule owner) => visibility.KnowsNamespace && owner.Meta.Namespace != visibility.Namespace;

    /// <summary>True when the workload sees the host, the port and the subset that a route leads to.</summary>
    private bool Leads(DestinationRefRule destination, IReadOnlyList<DeclaredPort> ports)
    {
        if (ports.Count == 0 || (destination.Port is { } wanted && Find(ports, wanted.Value) is null))
            return false;
        return destination.Subset is not { Value.Length: > 0 } subset || clusters.HasSubset(ports[0], subset.Value);
    }

    private DeclaredPort? ChoosePort(DestinationRefRule destination, IReadOnlyList<DeclaredPort> ports, int calledPort, string owner)
    {
        var host = destination.Host.TextOrEmpty();
        if (destination.Port is { } wanted)
        {
            if (Find(ports, wanted.Value) is { } named)
                return named;
            bag.Report(ReferenceDiagnostics.PortNotDeclared, wanted.Source, host, wanted.Value, Numbers(ports));
            return null;
        }
        if (ports.Count == 1)
            return ports[0];
        if (Find(ports, calledPort) is { } called)
            return called;
        bag.Report(CompilationDiagnostics.AmbiguousDestinationPort, destination.Source, host, Numbers(ports), owner);
        return null;
    }

    private IReadOnlyList<DeclaredPort> PortsOf(DestinationRefRule destination) =>
        exported.EffectivePorts(HostPattern.Normalize(destination.Host.TextOrEmpty()));

    private static DeclaredPort? Find(IReadOnlyList<DeclaredPort> ports, int number)
    {
        foreach (var port in ports)
            if (port.Number == number)
                return port;
        return null;
    }

    private static string Numbers(IReadOnlyList<DeclaredPort> ports)
    {
        var numbers = new string[ports.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = ports[i].Number.ToString();
        return string.Join(", ", numbers);
    }
}
