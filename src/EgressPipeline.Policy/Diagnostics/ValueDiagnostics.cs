using static EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>EGP02xx: findings about hosts, addresses, labels and other values that several kinds share.</summary>
public static class ValueDiagnostics
{
    public static readonly DiagnosticDescriptor BadHost = Error("EGP0201",
        "A host name is not valid.", "'{0}' is not a valid host: {1}",
        "Use letters, digits, hyphens and dots; a wildcard only as the whole first label.");

    public static readonly DiagnosticDescriptor BadAddress = Error("EGP0202",
        "An IP address or CIDR range is not valid.", "'{0}' is not a valid {1}",
        "Write for example 10.1.2.3, 10.1.0.0/16 or fd00::/8.");

    public static readonly DiagnosticDescriptor BadLabel = Error("EGP0203",
        "A label key or value is not valid.", "label '{0}: {1}' is not valid",
        "Follow the rules of Kubernetes labels.");

    public static readonly DiagnosticDescriptor BadExportTo = Error("EGP0204",
        "exportTo is not valid.", "exportTo: {0}",
        "Write '.', '*' or namespaces, each once ('~' only in a ServiceEntry, alone).");

    public static readonly DiagnosticDescriptor BadSelector = Error("EGP0205",
        "A workload selector has an empty key or a wildcard.", "selector label '{0}: {1}' must not {2}",
        "Write exact labels.");

    public static readonly DiagnosticDescriptor EmptySelector = Warning("EGP0206",
        "A workload selector has no labels.", "the selector has no labels and selects every workload of the namespace",
        "Remove the selector, or add labels.");

    public static readonly DiagnosticDescriptor BadRegex = Error("EGP0207",
        "A regular expression is not RE2, or too long.", "regular expression '{0}': {1}",
        "Use RE2 syntax, at most 1024 characters; it must match the whole text.");

    public static readonly DiagnosticDescriptor EmptyCondition = Error("EGP0208",
        "A prefix or regex condition is empty.", "an empty {0} matches nothing meaningful",
        "Write what must match, or {} where presence is meant.");

    public static readonly DiagnosticDescriptor BadPortName = Error("EGP0209",
        "A port name is not valid.", "'{0}' is not a valid port name",
        "Use letters, digits and inner hyphens, at most 63 characters.");

    public static readonly DiagnosticDescriptor BadProtocol = Error("EGP0210",
        "A port protocol is unknown.", "unknown protocol '{0}'{1}",
        "Use HTTP, HTTPS, GRPC, HTTP2, MONGO, TCP or TLS.");

    public static readonly DiagnosticDescriptor BadGateway = Error("EGP0211",
        "A gateway reference is not valid.", "'{0}' is not a valid gateway name",
        "Write 'mesh', or namespace/name.");

    public static readonly DiagnosticDescriptor BadHeaderName = Error("EGP0212",
        "A header name is not valid here.", "'{0}' is not a valid header name here: {1}",
        "Use a header name of RFC 9110; the host is changed by rewrite.authority.");

    public static readonly DiagnosticDescriptor BadHeaderValue = Error("EGP0213",
        "A header value is not valid.", "the value of header '{0}' is not valid: {1}",
        "Remove control characters; write %% for a percent sign.");

    public static readonly DiagnosticDescriptor BadNamespace = Error("EGP0214",
        "A namespace is not valid.", "'{0}' is not a valid namespace",
        "Use lower-case letters, digits and hyphens.");

    public static readonly DiagnosticDescriptor BadDryRun = Error("EGP0215",
        "The dry-run annotation is not valid here.", "annotation istio.io/dry-run: {0}",
        "Only ALLOW and DENY policies take it, with true or false.");

    internal static readonly DiagnosticDescriptor[] All =
        [BadHost, BadAddress, BadLabel, BadExportTo, BadSelector, EmptySelector, BadRegex, EmptyCondition, BadPortName,
            BadProtocol, BadGateway, BadHeaderName, BadHeaderValue, BadNamespace, BadDryRun];
}
