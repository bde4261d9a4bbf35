using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP08xx: findings about Sidecar.</summary>
public static class SidecarDiagnostics
{
    public static readonly DiagnosticDescriptor Empty = Error("EGP0801",
        "A Sidecar without settings.", "egress or outboundTrafficPolicy is required",
        "Add what shall apply.");

    public static readonly DiagnosticDescriptor BadEgressHost = Error("EGP0802",
        "An egress host is not valid.", "'{0}' is not a valid egress host: {1}",
        "Write namespace/dnsName, for example ./*, */api.example.com or ~ns/*.");

    public static readonly DiagnosticDescriptor NoHosts = Error("EGP0803",
        "An egress listener without hosts.", "an egress listener needs at least one host",
        "Add hosts.");

    public static readonly DiagnosticDescriptor ListenerOrder = Error("EGP0804",
        "The listener without a port is not the last one, or not the only one.", "the egress listener without a port must be the last one and the only one",
        "Move it to the end.");

    public static readonly DiagnosticDescriptor DuplicateHost = Warning("EGP0805",
        "An egress host is repeated or covered.", "'{0}' is already covered by '{1}'",
        "Remove it.");

    public static readonly DiagnosticDescriptor EgressProxy = Error("EGP0806",
        "An egressProxy is not valid.", "egressProxy: {0}",
        "It needs mode ALLOW_ANY, a host and a port.");

    public static readonly DiagnosticDescriptor BadPort = Error("EGP0807",
        "The port of an egress listener is not valid.", "egress listener: {0}",
        "Give each listener its own port from 1 to 65535, without targetPort.");

    internal static readonly DiagnosticDescriptor[] All =
        [Empty, BadEgressHost, NoHosts, ListenerOrder, DuplicateHost, EgressProxy, BadPort];
}
