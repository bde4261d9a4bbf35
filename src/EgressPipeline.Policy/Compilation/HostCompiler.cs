using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Joins, for each host pattern, the ports that calls to it find and the routes that govern it.</summary>
internal sealed class HostCompiler(
    ServiceCatalogue services,
    VirtualServiceIndex virtualServices,
    ClusterCompiler clusters,
    DestinationCompiler destinations,
    Visibility visibility,
    DiagnosticBag bag)
{
    private readonly AddressCompiler _addresses = new(bag);

    public HostPlan[] Compile(out AddressIndex addresses, out VirtualAddressTable virtualAddresses)
    {
        var patterns = new SortedSet<string>(services.Hosts, StringComparer.Ordinal);
        patterns.UnionWith(virtualServices.Hosts);
        var http = new HttpRouteCompiler(visibility, destinations, bag);
        var connections = new ConnectionRouteCompiler(visibility, destinations);
        var hosts = new List<HostPlan>();
        foreach (var pattern in patterns)
        {
            var host = Compile(pattern, hosts.Count, http, connections);
            hosts.Add(host);
            foreach (var port in host.Ports)
                if (port.Cluster.Host == pattern)
                    _addresses.Add(host, port);
        }
        virtualAddresses = new VirtualAddressCompiler(services).Compile(hosts);
        foreach (var address in virtualAddresses.All)
            _addresses.Add(hosts[address.HostIndex], address);
        addresses = _addresses.Build();
        return [.. hosts];
    }

    private HostPlan Compile(string pattern, int index, HttpRouteCompiler http, ConnectionRouteCompiler connections)
    {
        var declared = services.EffectivePorts(pattern);
        var ports = new ServicePortPlan[declared.Count];
        for (var i = 0; i < ports.Length; i++)
            ports[i] = Port(declared[i]);
        var service = virtualServices.Find(pattern);
        return new HostPlan
        {
            Index = index,
            Pattern = pattern,
            Ports = ports,
            HttpRoutes = service is null ? null : http.Compile(service, Numbers(declared, IsHttp)),
            TlsRoutes = service is null ? null : connections.CompileTls(service, Numbers(declared, p => !IsHttp(p))),
            TcpRoutes = service is null ? null : connections.CompileTcp(service, Numbers(declared, p => !IsHttp(p))),
            Service = declared.Count == 0 ? null : new RuleRef(declared[0].Entry.Meta.Id, declared[0].Entry.Meta.Source),
            VirtualService = service is null ? null : new RuleRef(service.Meta.Id, service.Meta.Source),
        };
    }

    private ServicePortPlan Port(DeclaredPort declared) => new()
    {
        Number = declared.Number,
        Name = declared.Port.Name.TextOrEmpty(),
        Protocol = declared.Port.Protocol ?? PortProtocol.Tcp,
        // Without a subset there is always a cluster.
        Cluster = clusters.Get(declared, "")!,
        Addresses = declared.Ranges.Addresses,
        Rule = new RuleRef(declared.Entry.Meta.Id, declared.Port.Source),
    };

    private static bool IsHttp(PortProtocol protocol) => protocol is PortProtocol.Http or PortProtocol.Http2 or PortProtocol.Grpc;

    private static List<int> Numbers(IReadOnlyList<DeclaredPort> ports, Predicate<PortProtocol> isWanted)
    {
        var numbers = new List<int>();
        foreach (var port in ports)
            if (isWanted(port.Port.Protocol ?? PortProtocol.Tcp))
                numbers.Add(port.Number);
        return numbers;
    }
}
