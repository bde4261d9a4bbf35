using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>Chooses the route of an allowed call: the first rule in order that matches.</summary>
internal static class RouteChoice
{
    public static Decision Choose(in CallFacts call, in Decision allowed)
    {
        if (allowed.Host is not { } host)
            return allowed;
        switch (allowed.Port?.Protocol)
        {
            case PortProtocol.Tcp or PortProtocol.Mongo:
                return call.Kind == CallKind.Tls && host.TlsRoutes is not null ? ChooseTls(call, host, allowed, opaque: true) : ChooseTcp(call, host, allowed);
            case PortProtocol.Https or PortProtocol.Tls:
                return ChooseTls(call, host, allowed, opaque: false);
            case null:
                return call.Kind switch
                {
                    CallKind.Http => ChooseHttp(call, host, allowed),
                    CallKind.Tcp => ChooseTcp(call, host, allowed),
                    _ => ChooseTls(call, host, allowed, opaque: false),
                };
            default:
                // What travels inside a tunnel to an HTTP port is not seen yet, so no http rule can be chosen.
                return call.Kind == CallKind.Http ? ChooseHttp(call, host, allowed) : allowed;
        }
    }

    private static Decision ChooseHttp(in CallFacts call, HostPlan host, in Decision allowed)
    {
        if (host.HttpRoutes is not { } routes)
            return allowed;
        if (host.RouteIndex is { } index)
            return index.Find(call, out var found) is { } first ? WithRoute(allowed, first, found) : NoRoute(allowed, host);
        foreach (var route in routes)
        {
            if (route.Matches.Length == 0)
                return WithRoute(allowed, route, null);
            foreach (var match in route.Matches)
                if (match.IsMatch(call))
                    return WithRoute(allowed, route, match);
        }
        return NoRoute(allowed, host);
    }

    private static Decision ChooseTls(in CallFacts call, HostPlan host, in Decision allowed, bool opaque)
    {
        var governed = false;
        if (host.TlsRoutes is { } routes)
        {
            // A tunnel's name is the one it was opened for; a connection without SNI matches no tls rule.
            foreach (var route in routes)
                foreach (var match in route.Matches)
                {
                    if (match.IsMatch(call.Host, call.Port, call.DestinationIp))
                        return WithDestinations(allowed, route.Destinations, route.TotalWeight, route.Rule);
                    governed |= match.AppliesTo(call.Port);
                }
        }
        if (opaque)
            return ChooseTcp(call, host, allowed);
        // As in Istio the service's own chain only stands in where no tls rule speaks about the port.
        return governed || allowed.Port is null ? NoRoute(allowed, host) : allowed;
    }

    private static Decision ChooseTcp(in CallFacts call, HostPlan host, in Decision allowed)
    {
        if (host.TcpRoutes is { } routes)
            foreach (var route in routes)
            {
                if (route.Matches.Length == 0)
                    return WithDestinations(allowed, route.Destinations, route.TotalWeight, route.Rule);
                foreach (var match in route.Matches)
                    if (match.IsMatch(call.Port, call.DestinationIp))
                        return WithDestinations(allowed, route.Destinations, route.TotalWeight, route.Rule);
            }
        return allowed.Port is null ? NoRoute(allowed, host) : allowed;
    }

    private static Decision WithRoute(in Decision allowed, HttpRoutePlan route, HttpMatch? match) => allowed with { Route = route, Match = match };

    private static Decision WithDestinations(in Decision allowed, WeightedCluster[] destinations, int totalWeight, RuleRef rule) =>
        allowed with { Destinations = destinations, TotalWeight = totalWeight, RouteRule = rule };

    private static Decision NoRoute(in Decision allowed, HostPlan host) =>
        allowed with { Reason = DecisionReason.NoRoute, Rule = host.VirtualService, Host = host };
}
