using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>What each resolution of a ServiceEntry asks of hosts and endpoints.</summary>
internal static class ResolutionChecks
{
    private const string UnixScheme = "unix://";

    public static void Check(ServiceEntryRule entry, DiagnosticBag bag)
    {
        switch (entry.EffectiveResolution)
        {
            case Resolution.None:
                if (entry.Endpoints.Length > 0)
                    bag.Report(ServiceEntryDiagnostics.EndpointsWithNone, entry.Endpoints[0].Source);
                break;
            case Resolution.Static:
                if (entry.Endpoints.Length == 0 && entry.WorkloadSelector is null)
                    bag.Report(ServiceEntryDiagnostics.NoEndpoints, entry.Resolution!.Source);
                break;
            case Resolution.DynamicDns:
                CheckDynamic(entry, bag);
                break;
            default:
                CheckDns(entry, bag);
                break;
        }
        foreach (var endpoint in entry.Endpoints)
            CheckEndpoint(entry, endpoint, bag);
    }

    private static void CheckDns(ServiceEntryRule entry, DiagnosticBag bag)
    {
        if (entry.EffectiveResolution == Resolution.DnsRoundRobin && entry.Endpoints.Length > 1)
            bag.Report(ServiceEntryDiagnostics.TooManyEndpoints, entry.Endpoints[1].Source);
        if (entry.Endpoints.Length > 0)
            return;
        foreach (var host in entry.Hosts)
            if (host.Value.IndexOf('*') >= 0 && DnsNames.IsWildcardDomain(host.Value))
                bag.Report(ServiceEntryDiagnostics.HostNotResolvable, host.Source, host.Value);
    }

    private static void CheckDynamic(ServiceEntryRule entry, DiagnosticBag bag)
    {
        foreach (var host in entry.Hosts)
            if (!HostPattern.IsWildcard(host.Value))
                bag.Report(ServiceEntryDiagnostics.DynamicNeedsWildcard, host.Source, host.Value);
        if (entry.Endpoints.Length > 0)
            bag.Report(ServiceEntryDiagnostics.DynamicForbids, entry.Endpoints[0].Source, "endpoints");
        if (entry.Addresses.Length > 0)
            bag.Report(ServiceEntryDiagnostics.DynamicForbids, entry.Addresses[0].Source, "addresses");
        if (entry.Location == ServiceLocation.MeshInternal)
            bag.Report(ServiceEntryDiagnostics.DynamicForbids, entry.Resolution!.Source, "location MESH_INTERNAL");
        foreach (var port in entry.Ports)
            if (PortChecks.IsOpaque(port.Protocol))
                bag.Report(ServiceEntryDiagnostics.DynamicForbids, port.Source, "opaque port '" + port.Name.TextOrEmpty() + "'");
    }

    private static void CheckEndpoint(ServiceEntryRule entry, EndpointRule endpoint, DiagnosticBag bag)
    {
        if (endpoint.Address is not { Value.Length: > 0 } address)
        {
            if (endpoint.Network is null)
                bag.Report(ServiceEntryDiagnostics.EndpointAddress, endpoint.Source, "", "is required");
        }
        else if (address.Value.StartsWith(UnixScheme, StringComparison.Ordinal))
            CheckUnix(entry, endpoint, address, bag);
        else
            CheckAddress(entry, address, bag);
        CheckEndpointPorts(entry, endpoint, bag);
        LabelChecks.CheckLabels(endpoint.Labels, bag);
    }

    private static void CheckAddress(ServiceEntryRule entry, Located<string> address, DiagnosticBag bag)
    {
        if (HostChecks.IsAddress(address.Value))
            return;
        if (entry.EffectiveResolution == Resolution.Static)
            bag.Report(ServiceEntryDiagnostics.EndpointAddress, address.Source, address.Value, "is not an IP address, which resolution STATIC needs");
        else if (!DnsNames.IsFullyQualified(address.Value))
            bag.Report(ServiceEntryDiagnostics.EndpointAddress, address.Source, address.Value, "is neither an IP address nor a full host name");
    }

    private static void CheckUnix(ServiceEntryRule entry, EndpointRule endpoint, Located<string> address, DiagnosticBag bag)
    {
        var path = address.Value.Substring(UnixScheme.Length);
        var isAbsolute = path.Length > 1 && path[0] is '/' or '@' && (path[0] == '@' || path[path.Length - 1] != '/');
        if (!isAbsolute || entry.EffectiveResolution != Resolution.Static)
            bag.Report(ServiceEntryDiagnostics.EndpointAddress, address.Source, address.Value, isAbsolute ? "needs resolution STATIC" : "is not an absolute path to a socket");
        if (endpoint.Ports.Count > 0)
            bag.Report(ServiceEntryDiagnostics.EndpointAddress, address.Source, address.Value, "takes no ports");
        if (entry.Ports.Length != 1)
            bag.Report(ServiceEntryDiagnostics.EndpointAddress, address.Source, address.Value, "needs exactly one service port");
        bag.Report(BindingDiagnostics.NotImplemented, address.Source, "a unix domain socket as endpoint");
    }

    private static void CheckEndpointPorts(ServiceEntryRule entry, EndpointRule endpoint, DiagnosticBag bag)
    {
        foreach (var port in endpoint.Ports)
        {
            if (Array.Exists(entry.Ports, p => p.Name?.Value == port.Key))
                continue;
            var names = entry.Ports.Select(p => p.Name.TextOrEmpty());
            bag.Report(ServiceEntryDiagnostics.EndpointPortUnknown, port.Value.Source, port.Key, Spelling.Suggest(port.Key, names));
        }
    }
}
