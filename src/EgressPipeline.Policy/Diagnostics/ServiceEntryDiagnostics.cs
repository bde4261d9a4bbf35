using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP03xx: findings about ServiceEntry.</summary>
public static class ServiceEntryDiagnostics
{
    public static readonly DiagnosticDescriptor WildcardAll = Error("EGP0301",
        "A ServiceEntry declares every host.", "host '*' would declare every host",
        "Name the hosts, or a domain such as *.example.com.");

    public static readonly DiagnosticDescriptor DuplicatePort = Error("EGP0302",
        "Two ports have the same name or number.", "port {0} '{1}' is already declared on line {2}",
        "Give every port its own name and number.");

    public static readonly DiagnosticDescriptor RangeNeedsStatic = Error("EGP0303",
        "A CIDR range with DNS resolution.", "range '{0}' is allowed only with resolution NONE or STATIC",
        "Use single addresses, or another resolution.");

    public static readonly DiagnosticDescriptor EndpointsWithNone = Error("EGP0304",
        "Endpoints with resolution NONE.", "endpoints have no meaning with resolution NONE, which forwards to the address that was dialled",
        "Set resolution STATIC or DNS, or remove the endpoints.");

    public static readonly DiagnosticDescriptor TooManyEndpoints = Error("EGP0305",
        "Several endpoints with DNS_ROUND_ROBIN.", "DNS_ROUND_ROBIN takes at most one endpoint",
        "Use resolution DNS for several.");

    public static readonly DiagnosticDescriptor HostNotResolvable = Error("EGP0306",
        "A wildcard host with DNS resolution and no endpoints.", "'{0}' cannot be resolved by DNS",
        "Name endpoints, or use resolution DYNAMIC_DNS.");

    public static readonly DiagnosticDescriptor DynamicNeedsWildcard = Error("EGP0307",
        "DYNAMIC_DNS without a wildcard host.", "'{0}' must be a wildcard host for DYNAMIC_DNS",
        "Use resolution DNS for a full host name.");

    public static readonly DiagnosticDescriptor DynamicForbids = Error("EGP0308",
        "DYNAMIC_DNS with endpoints, addresses, MESH_INTERNAL or opaque ports.", "DYNAMIC_DNS does not allow {0}",
        "Remove it, or use another resolution.");

    public static readonly DiagnosticDescriptor EndpointPortUnknown = Error("EGP0309",
        "An endpoint names a port that the entry does not declare.", "endpoint port '{0}' is not a port of this ServiceEntry{1}",
        "Use the name of a declared port.");

    public static readonly DiagnosticDescriptor EndpointAddress = Error("EGP0310",
        "An endpoint address is missing or does not fit the resolution.", "endpoint address '{0}' {1}",
        "STATIC takes IP addresses, DNS takes host names and IP addresses.");

    public static readonly DiagnosticDescriptor ManyHostsOpaque = Error("EGP0311",
        "Several hosts share an opaque TCP port.", "port '{0}' speaks {1}: its connections carry no host name, so the hosts cannot be told apart",
        "Declare one ServiceEntry per host, with addresses.");

    public static readonly DiagnosticDescriptor SelectorAndEndpoints = Error("EGP0312",
        "workloadSelector and endpoints exclude each other.", "only one of workloadSelector and endpoints can be set",
        "Keep one of them.");

    public static readonly DiagnosticDescriptor OpaqueWithoutAddress = Warning("EGP0313",
        "An opaque TCP port without addresses.", "port '{0}' speaks TCP and the entry has no addresses: every connection to port {1} belongs to it",
        "Add addresses; or have applications ask the DNS proxy (--dns), which gives the name an address of its own.");

    public static readonly DiagnosticDescriptor NoEndpoints = Warning("EGP0314",
        "STATIC resolution without endpoints.", "resolution STATIC without endpoints: every call will fail",
        "Add endpoints.");

    public static readonly DiagnosticDescriptor NoPorts = Warning("EGP0315",
        "A ServiceEntry without ports.", "no port is declared: no call can reach these hosts",
        "Add ports.");

    public static readonly DiagnosticDescriptor TargetPortWithNone = Warning("EGP0316",
        "targetPort with resolution NONE.", "targetPort replaces the port that was dialled, although resolution NONE keeps its address",
        "Set resolution, or remove targetPort.");

    public static readonly DiagnosticDescriptor TrustsCaller = Warning("EGP0317",
        "HTTP with resolution NONE and no addresses.", "resolution NONE forwards to whatever address was dialled: under the name of this entry a caller reaches any server",
        "Set resolution DNS (DYNAMIC_DNS for a wildcard), or name the addresses. NONE is the default.");

    public static readonly DiagnosticDescriptor ServerFirst = Warning("EGP0318",
        "A port whose servers do not wait for HTTP or TLS.", "port {0} is {1}'s, whose connections do not begin with {2}: declared so, they hang or are refused",
        "Declare protocol TCP, with addresses.");

    internal static readonly DiagnosticDescriptor[] All =
        [WildcardAll, DuplicatePort, RangeNeedsStatic, EndpointsWithNone, TooManyEndpoints, HostNotResolvable,
            DynamicNeedsWildcard, DynamicForbids, EndpointPortUnknown, EndpointAddress, ManyHostsOpaque, SelectorAndEndpoints,
            OpaqueWithoutAddress, NoEndpoints, NoPorts, TargetPortWithNone, TrustsCaller, ServerFirst];
}
