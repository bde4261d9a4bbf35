using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the tls and tcp rules of a VirtualService for one host.</summary>
internal sealed class ConnectionRouteCompiler(Visibility visibility, DestinationCompiler destinations)
{
    /// <summary>The tls rules in order, or null when there are none.</summary>
    public TlsRoutePlan[]? CompileTls(VirtualServiceRule service, IReadOnlyList<int> calledPorts)
    {
        if (service.Tls.Length == 0)
            return null;
        var plans = new List<TlsRoutePlan>();
        foreach (var rule in service.Tls)
        {
            var matches = Applicable(rule.Match);
            var variants = destinations.PortVariants(rule.Route.Select(r => r.Destination), calledPorts);
            foreach (var port in variants)
            {
                var forPort = variants.Count > 1 ? OnPort(matches, port) : matches;
                if (forPort.Length == 0 || destinations.Resolve(rule.Route, port, service) is not { } clusters)
                    continue;
                plans.Add(new TlsRoutePlan
                {
                    Rule = new RuleRef(service.Meta.Id + "#tls[" + rule.Position + "]", rule.Source),
                    Matches = Array.ConvertAll(forPort, m => Tls(m, variants.Count > 1 ? port : m.Port.NumberOrZero())),
                    Destinations = clusters,
                    TotalWeight = DestinationCompiler.TotalWeight(clusters),
                });
            }
        }
        return [.. plans];
    }

    /// <summary>The tcp rules in order, or null when there are none.</summary>
    public TcpRoutePlan[]? CompileTcp(VirtualServiceRule service, IReadOnlyList<int> calledPorts)
    {
        if (service.Tcp.Length == 0)
            return null;
        var plans = new List<TcpRoutePlan>();
        foreach (var rule in service.Tcp)
        {
            var matches = Applicable(rule.Match);
            if (rule.Match.Length > 0 && matches.Length == 0)
                continue;
            var variants = destinations.PortVariants(rule.Route.Select(r => r.Destination), calledPorts);
            foreach (var port in variants)
                if (CompileTcp(service, rule, matches, port, restrict: variants.Count > 1) is { } plan)
                    plans.Add(plan);
        }
        return [.. plans];
    }

    private TcpRoutePlan? CompileTcp(VirtualServiceRule service, TcpRouteRule rule, ConnectionMatchRule[] matches, int port, bool restrict)
    {
        var forPort = restrict ? OnPort(matches, port) : matches;
        if (matches.Length > 0 && forPort.Length == 0)
            return null;
        if (destinations.Resolve(rule.Route, port, service) is not { } clusters)
            return null;
        var compiled = Array.ConvertAll(forPort, m => Tcp(m, restrict ? port : m.Port.NumberOrZero()));
        return new TcpRoutePlan
        {
            Rule = new RuleRef(service.Meta.Id + "#tcp[" + rule.Position + "]", rule.Source),
            Matches = compiled.Length == 0 && restrict ? [new TcpMatch { Port = port, Source = rule.Source }] : compiled,
            Destinations = clusters,
            TotalWeight = DestinationCompiler.TotalWeight(clusters),
        };
    }

    private ConnectionMatchRule[] Applicable(ConnectionMatchRule[] matches) =>
        Array.FindAll(matches, m => visibility.IsSource(m.SourceLabels, m.SourceNamespace, m.Gateways));

    private static ConnectionMatchRule[] OnPort(ConnectionMatchRule[] matches, int port) =>
        Array.FindAll(matches, m => m.Port is null || m.Port.Value == port);

    private static TlsMatch Tls(ConnectionMatchRule rule, int port) => new()
    {
        SniHosts = Array.ConvertAll(rule.SniHosts, host => ByteMatch.FromGlob(HostPattern.Normalize(host.Value))),
        DestinationSubnets = Subnets(rule.DestinationSubnets),
        Port = port,
        Source = rule.Source,
    };

    private static TcpMatch Tcp(ConnectionMatchRule rule, int port) => new()
    {
        DestinationSubnets = Subnets(rule.DestinationSubnets),
        Port = port,
        Source = rule.Source,
    };

    private static CidrSet Subnets(Located<string>[] texts)
    {
        var ranges = new List<Cidr>();
        foreach (var text in texts)
            if (Cidr.TryParse(text.Value, out var range))
                ranges.Add(range);
        return ranges.Count == 0 ? CidrSet.Empty : new CidrSet(ranges);
    }
}
