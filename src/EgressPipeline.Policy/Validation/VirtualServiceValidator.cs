using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one VirtualService.</summary>
internal static class VirtualServiceValidator
{
    /// <summary>Istio's own names for SNI routing between clusters; only gateways see them.</summary>
    private const string GeneratedSniPrefix = "outbound_.";

    public static void Validate(VirtualServiceRule service, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(service, bag);
        CheckGateways(service.Gateways, bag);
        if (service.Hosts.Length == 0)
            CheckDelegate(service, bag);
        else
            CheckHosts(service, bag);
        if (service.Hosts.Length > 0 && !service.AppliesToSidecars)
            bag.Report(VirtualServiceDiagnostics.GatewayOnly, service.Gateways[0].Source);
        if (service.Http.Length + service.Tls.Length + service.Tcp.Length == 0)
            bag.Report(VirtualServiceDiagnostics.NoRoutes, service.Meta.Source);
        foreach (var route in service.Http)
            HttpRouteValidator.Validate(route, service, bag);
        foreach (var route in service.Tls)
            ConnectionRouteValidator.Validate(route, service, bag);
        foreach (var route in service.Tcp)
            ConnectionRouteValidator.Validate(route, bag);
        ExportChecks.Check(service, service.ExportTo, bag);
        ReachabilityValidator.Validate(service, bag);
    }

    public static void CheckGateways(Located<string>[] gateways, DiagnosticBag bag)
    {
        foreach (var gateway in gateways)
        {
            var slash = gateway.Value.IndexOf('/');
            var isValid = slash < 0
                ? DnsNames.IsFullyQualified(gateway.Value)
                : DnsNames.IsLabel(gateway.Value.Substring(0, slash)) && DnsNames.IsLabel(gateway.Value.Substring(slash + 1));
            if (!isValid)
                bag.Report(ValueDiagnostics.BadGateway, gateway.Source, gateway.Value);
        }
    }

    /// <summary>True when the host is a valid pattern for this VirtualService; reports otherwise.</summary>
    public static bool CheckHost(VirtualServiceRule service, Located<string> host, DiagnosticBag bag)
    {
        if (HostChecks.IsAddress(host.Value))
            return true;
        if (!service.AppliesToSidecars && host.Value.StartsWith(GeneratedSniPrefix, StringComparison.Ordinal))
            return true;
        return HostChecks.CheckWildcardDomain(host, bag);
    }

    private static void CheckDelegate(VirtualServiceRule service, DiagnosticBag bag)
    {
        if (service.Gateways.Length > 0)
            bag.Report(VirtualServiceDiagnostics.BadDelegate, service.Gateways[0].Source, "a delegate has no gateways");
        if (service.Tls.Length > 0)
            bag.Report(VirtualServiceDiagnostics.BadDelegate, service.Tls[0].Source, "a delegate has no tls rules");
        if (service.Tcp.Length > 0)
            bag.Report(VirtualServiceDiagnostics.BadDelegate, service.Tcp[0].Source, "a delegate has no tcp rules");
    }

    private static void CheckHosts(VirtualServiceRule service, DiagnosticBag bag)
    {
        var isValid = true;
        foreach (var host in service.Hosts)
        {
            if (host.Value == "*" && service.AppliesToSidecars)
            {
                bag.Report(VirtualServiceDiagnostics.WildcardAll, host.Source);
                isValid = false;
            }
            else
                isValid &= CheckHost(service, host, bag);
        }
        if (isValid)
            CheckOverlaps(service.Hosts, bag);
    }

    private static void CheckOverlaps(Located<string>[] hosts, DiagnosticBag bag)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var wildcards = new WildcardLengths();
        for (var i = 0; i < hosts.Length; i++)
        {
            var pattern = HostPattern.Normalize(hosts[i].Value);
            if (first.TryGetValue(pattern, out var same))
                ReportOverlap(hosts, same, i, bag);
            else
                first.Add(pattern, i);
            wildcards.Add(pattern);
        }
        foreach (var host in first)
            foreach (var wildcard in wildcards.Around(host.Key))
                if (first.TryGetValue(wildcard, out var wide))
                    ReportOverlap(hosts, Math.Min(host.Value, wide), Math.Max(host.Value, wide), bag);
    }

    private static void ReportOverlap(Located<string>[] hosts, int one, int later, DiagnosticBag bag) =>
        bag.Report(VirtualServiceDiagnostics.OverlappingHosts, hosts[later].Source, hosts[one].Value, hosts[later].Value);
}
