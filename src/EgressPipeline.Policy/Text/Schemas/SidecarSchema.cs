using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of Sidecar.spec.</summary>
internal static class SidecarSchema
{
    private const string Inbound = "inbound traffic does not pass an egress sidecar";

    private static readonly ValueSchema ListenerPort = Object(
        Field("number", NaturalNumber), Field("name", AnyText), Field("protocol", AnyText), Field("targetPort", NaturalNumber));

    private static readonly ValueSchema CaptureMode = new ChoiceSchema(["DEFAULT", "IPTABLES", "NONE"], "IPTABLES", "NONE");

    private static readonly ValueSchema Egress = Object(
        Field("port", ListenerPort),
        NotYet("bind", AnyText),
        Field("captureMode", CaptureMode),
        Required("hosts", Texts));

    private static readonly ValueSchema ServerTls = Object(
        Field("mode", new ChoiceSchema(["PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"])),
        Field("httpsRedirect", TrueOrFalse),
        Field("serverCertificate", AnyText), Field("privateKey", AnyText), Field("caCertificates", AnyText), Field("caCrl", AnyText),
        Field("credentialName", AnyText), Field("credentialNames", Texts), Field("caCertCredentialName", AnyText),
        Field("tlsCertificates", List(Object(Field("serverCertificate", AnyText), Field("privateKey", AnyText), Field("caCertificates", AnyText)))),
        Field("subjectAltNames", Texts), Field("verifyCertificateSpki", Texts), Field("verifyCertificateHash", Texts),
        Field("minProtocolVersion", AnyText), Field("maxProtocolVersion", AnyText), Field("cipherSuites", Texts),
        Field("insecureSkipVerify", TrueOrFalse));

    private static readonly ValueSchema Ingress = Object(
        Required("port", ListenerPort),
        Field("bind", AnyText),
        Field("captureMode", CaptureMode),
        Field("defaultEndpoint", AnyText),
        Field("tls", ServerTls),
        Field("connectionPool", DestinationRuleSchema.ConnectionPool));

    private static readonly ValueSchema OutboundTrafficPolicy = Object(
        Field("mode", new ChoiceSchema(["REGISTRY_ONLY", "ALLOW_ANY"])),
        NotYet("egressProxy", VirtualServiceSchema.Destination));

    public static readonly ObjectSchema Spec = Object(
        Field("workloadSelector", LabelsSelector),
        Field("egress", List(Egress)),
        Field("outboundTrafficPolicy", OutboundTrafficPolicy),
        Refused("ingress", List(Ingress), Inbound),
        Refused("inboundConnectionPool", DestinationRuleSchema.ConnectionPool, Inbound));
}
