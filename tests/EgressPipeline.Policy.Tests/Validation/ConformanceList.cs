namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Cases where the verdict differs from Istio's on purpose; docs/conformance.md gives the reasons.</summary>
internal static class ConformanceList
{
    public static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "TestValidateHTTPDirectResponse: with string body",
    };

    /// <summary>Refused as Istio refuses them, but only because the field they get wrong is refused as such.</summary>
    public static readonly HashSet<string> OnlyNotImplemented = new(StringComparer.Ordinal)
    {
        "VirtualService: jwt claim route without gateway",
        "Sidecar: UDS bind in inbound",
        "Sidecar: ingress with invalid default endpoint uds",
        "Sidecar: ingress tls mode set to ISTIO_MUTUAL in IPv6",
        "Sidecar: ingress tls mode set to ISTIO_AUTO_PASSTHROUGH in IPv4",
        "Sidecar: ingress tls mode set to ISTIO_AUTO_PASSTHROUGH in IPv6",
        "Sidecar: ingress tls invalid protocol in IPv4",
        "Sidecar: ingress tls invalid protocol in IPv6",
        "Sidecar: ingress tls httpRedirect is not supported in IPv6",
        "Sidecar: ingress tls SAN entries are not supported in IPv4",
        "Sidecar: ingress tls SAN entries are not supported in IPv6",
        "Sidecar: ingress tls credentialName is not supported in IPv4",
        "Sidecar: ingress tls credentialName is not supported in IPv6",
        "Sidecar: ingress tls credentialNames is not supported in IPv6",
        "Sidecar: invalid port-level connection pool",
    };
}
