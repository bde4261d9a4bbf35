using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of tls and tcp rules.</summary>
internal static class ConnectionRouteValidator
{
    public static void Validate(TlsRouteRule route, VirtualServiceRule service, DiagnosticBag bag)
    {
        if (route.Match.Length == 0)
            bag.Report(VirtualServiceDiagnostics.RouteMissing, route.Source, "tls", "match");
        foreach (var match in route.Match)
        {
            if (match.SniHosts.Length == 0)
                bag.Report(VirtualServiceDiagnostics.RouteMissing, match.Source, "tls", "match with sniHosts");
            foreach (var host in match.SniHosts)
                CheckSni(host, service, bag);
            CheckMatch(match, bag);
        }
        CheckRoute(route.Route, "tls", route.Source, bag);
    }

    public static void Validate(TcpRouteRule route, DiagnosticBag bag)
    {
        foreach (var match in route.Match)
            CheckMatch(match, bag);
        CheckRoute(route.Route, "tcp", route.Source, bag);
    }

    private static void CheckSni(Located<string> host, VirtualServiceRule service, DiagnosticBag bag)
    {
        if (HostChecks.IsAddress(host.Value))
        {
            bag.Report(VirtualServiceDiagnostics.SniAddress, host.Source, host.Value);
            return;
        }
        if (!VirtualServiceValidator.CheckHost(service, host, bag))
            return;
        var pattern = HostPattern.Normalize(host.Value);
        if (!Array.Exists(service.Hosts, h => h.Value == "*" || HostPattern.IsSubsetOf(pattern, HostPattern.Normalize(h.Value))))
            bag.Report(VirtualServiceDiagnostics.SniOutsideHosts, host.Source, host.Value);
    }

    private static void CheckMatch(ConnectionMatchRule match, DiagnosticBag bag)
    {
        HostChecks.CheckRanges(match.DestinationSubnets, bag);
        LabelChecks.CheckLabels(match.SourceLabels, bag);
        LabelChecks.CheckNamespace(match.SourceNamespace, bag);
        VirtualServiceValidator.CheckGateways(match.Gateways, bag);
    }

    private static void CheckRoute(WeightedDestinationRule[] route, string kind, SourceRef source, DiagnosticBag bag)
    {
        if (route.Length == 0)
            bag.Report(VirtualServiceDiagnostics.RouteMissing, source, kind, "route");
        DestinationValidator.ValidateWeighted(route, bag);
    }
}
