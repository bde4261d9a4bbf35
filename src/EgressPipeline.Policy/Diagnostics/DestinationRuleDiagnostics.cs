using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP05xx: findings about DestinationRule.</summary>
public static class DestinationRuleDiagnostics
{
    public static readonly DiagnosticDescriptor BadSubset = Error("EGP0501",
        "A subset is not valid.", "subset {0}",
        "Give every subset its own name of letters, digits and hyphens.");

    public static readonly DiagnosticDescriptor EmptyPolicy = Error("EGP0502",
        "A trafficPolicy or one of its blocks is empty.", "{0} must have at least one field",
        "Fill it or remove it.");

    public static readonly DiagnosticDescriptor PortMissing = Error("EGP0503",
        "A port-level setting without a port.", "portLevelSettings need port.number",
        "Add the port number.");

    public static readonly DiagnosticDescriptor DuplicatePort = Error("EGP0504",
        "Two port-level settings for one port.", "port {0} already has settings on line {1}",
        "Merge the two.");

    public static readonly DiagnosticDescriptor BadTls = Error("EGP0505",
        "TLS settings contradict each other or lack a file.", "tls: {0}",
        "MUTUAL needs clientCertificate and privateKey; insecureSkipVerify excludes CA and names.");

    public static readonly DiagnosticDescriptor UnverifiedTls = Warning("EGP0506",
        "The server is not verified.", "insecureSkipVerify: anybody on the way can pose as the server",
        "Give caCertificates instead.");

    public static readonly DiagnosticDescriptor BadOutlier = Error("EGP0507",
        "Outlier settings contradict each other.", "outlierDetection: {0}",
        "Set splitExternalLocalOriginErrors as well.");

    public static readonly DiagnosticDescriptor GatewayNotBelow5xx = Warning("EGP0508",
        "The gateway threshold is without effect.", "consecutiveGatewayErrors ({0}) is not below consecutive5xxErrors ({1}), which fires first",
        "Lower it.");

    public static readonly DiagnosticDescriptor BadHash = Error("EGP0509",
        "Consistent hashing is not valid.", "consistentHash: {0}",
        "Name one key; a Maglev table has a prime size below 5000011, a ring at most 8388608 entries.");

    public static readonly DiagnosticDescriptor BadLocality = Error("EGP0510",
        "Locality settings are not valid.", "localityLbSetting: {0}",
        "Use either distribute (sums of 100) or failover between different regions.");

    public static readonly DiagnosticDescriptor FailoverWithoutOutlier = Warning("EGP0511",
        "Failover without outlier detection.", "failover needs outlierDetection to notice failures",
        "Add outlierDetection.");

    public static readonly DiagnosticDescriptor SelectorExport = Error("EGP0512",
        "A DestinationRule with a selector is exported.", "a rule with a workloadSelector applies to its own namespace only; exportTo must be . or absent",
        "Remove exportTo.");

    public static readonly DiagnosticDescriptor BadTunnel = Error("EGP0513",
        "A tunnel is not valid.", "tunnel: {0}",
        "Use CONNECT and a target host and port.");

    public static readonly DiagnosticDescriptor DroppedByPort = Warning("EGP0514",
        "Port settings drop blocks of the policy.", "port {0} does not inherit {1} from the policy: port settings replace all of it",
        "Repeat the blocks that shall hold for the port.");

    public static readonly DiagnosticDescriptor BadWarmup = Error("EGP0515",
        "The warm-up of new endpoints is not valid.", "warmup: {0}",
        "1 grows evenly; more is faster at first, less is slower at first.");

    public static readonly DiagnosticDescriptor WarmupWithoutEffect = Warning("EGP0516",
        "A warm-up that this way to balance does not have.", "only LEAST_REQUEST and ROUND_ROBIN warm new endpoints up",
        "Use one of them, or remove the warm-up.");

    public static readonly DiagnosticDescriptor DeprecatedErrors = Warning("EGP0517",
        "A field that Istio has given up.", "consecutiveErrors is deprecated and counts as consecutiveGatewayErrors{0}",
        "Write consecutiveGatewayErrors or consecutive5xxErrors.");

    public static readonly DiagnosticDescriptor BadExtension = Error("EGP0518",
        "An extension of a DestinationRule is not valid.", "annotation {0}: {1}",
        "Give the annotation a value it takes, beside the settings it extends.");

    internal static readonly DiagnosticDescriptor[] All =
        [BadSubset, EmptyPolicy, PortMissing, DuplicatePort, BadTls, UnverifiedTls, BadOutlier, GatewayNotBelow5xx, BadHash,
            BadLocality, FailoverWithoutOutlier, SelectorExport, BadTunnel, DroppedByPort, BadWarmup, WarmupWithoutEffect, DeprecatedErrors, BadExtension];
}
