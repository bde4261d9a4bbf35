using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of VirtualService.spec.</summary>
internal static class VirtualServiceSchema
{
    private static readonly ValueSchema StringMatch = new ObjectSchema(
        [Field("exact", AnyText), Field("prefix", AnyText), Field("regex", AnyText)],
        ["exact", "prefix", "regex"]);

    /// <summary>Null stands for "the header is there" in a map of matches; the validator decides where that is allowed.</summary>
    private static readonly ValueSchema StringMatches = new MapSchema(StringMatch, allowNull: true);

    internal static readonly ValueSchema Destination = Object(
        Required("host", AnyText), Field("subset", AnyText), Field("port", PortSelector));

    private static readonly ValueSchema HeaderChanges = Object(
        Field("set", TextMap), Field("add", TextMap), Field("remove", Texts));

    private static readonly ValueSchema Headers = Object(
        Field("request", HeaderChanges), Field("response", HeaderChanges));

    private static readonly ValueSchema HttpMatch = Object(
        Field("name", AnyText),
        Field("uri", StringMatch),
        Field("scheme", StringMatch),
        Field("method", StringMatch),
        Field("authority", StringMatch),
        Field("headers", StringMatches),
        Field("withoutHeaders", StringMatches),
        Field("queryParams", StringMatches),
        Field("ignoreUriCase", TrueOrFalse),
        Field("port", Port),
        Field("sourceLabels", TextMap),
        Field("sourceNamespace", AnyText),
        Field("gateways", Texts),
        Refused("statPrefix", AnyText, "it names statistics of Envoy; metrics here are kept by service, and records name the rule"));

    private static readonly ValueSchema HttpDestination = Object(
        Required("destination", Destination), Field("weight", WholeNumber), Field("headers", Headers));

    private static readonly ValueSchema RouteDestination = Object(
        Required("destination", Destination), Field("weight", WholeNumber));

    private static readonly ValueSchema Redirect = new ObjectSchema(
        [
            Field("uri", AnyText),
            Field("prefixRewrite", AnyText),
            Field("authority", AnyText),
            Field("port", Port),
            Field("derivePort", new ChoiceSchema(["FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT"])),
            Field("scheme", AnyText),
            Field("redirectCode", NaturalNumber),
        ],
        ["port", "derivePort"],
        ["uri", "prefixRewrite"]);

    private static readonly ValueSchema DirectResponse = Object(
        Required("status", NaturalNumber),
        Field("body", new ObjectSchema([Field("string", AnyText), Field("bytes", AnyText)], ["string", "bytes"])));

    private static readonly ValueSchema Rewrite = new ObjectSchema(
        [
            Field("uri", AnyText),
            Field("authority", AnyText),
            Field("uriRegexRewrite", Object(Field("match", AnyText), Field("rewrite", AnyText))),
        ],
        ["uri", "uriRegexRewrite"]);

    private static readonly ValueSchema Retries = Object(
        Field("attempts", new IntegerSchema(0, int.MaxValue)),
        Field("perTryTimeout", PositiveDuration),
        Field("retryOn", AnyText),
        Field("backoff", PositiveDuration),
        Field("retryRemoteLocalities", TrueOrFalse),
        Field("retryIgnorePreviousHosts", TrueOrFalse));

    private static readonly ValueSchema Fault = Object(
        Field("delay", new ObjectSchema(
            [Field("fixedDelay", PositiveDuration), Field("exponentialDelay", PositiveDuration), Field("percentage", Percentage), Field("percent", WholeNumber)],
            ["fixedDelay", "exponentialDelay"])),
        Field("abort", new ObjectSchema(
            [Field("httpStatus", WholeNumber), Field("grpcStatus", AnyText), Field("http2Error", AnyText), Field("percentage", Percentage)],
            ["httpStatus", "grpcStatus", "http2Error"])));

    private static readonly ValueSchema Cors = Object(
        Field("allowOrigin", Texts),
        Field("allowOrigins", List(StringMatch)),
        Field("allowMethods", Texts),
        Field("allowHeaders", Texts),
        Field("exposeHeaders", Texts),
        Field("maxAge", PositiveDuration),
        Field("allowCredentials", TrueOrFalse),
        Field("unmatchedPreflights", new ChoiceSchema(["UNSPECIFIED", "FORWARD", "IGNORE"])));

    private static readonly ValueSchema MirrorPercentage = Object(Field("value", new NumberSchema(0, 100)));

    private static readonly ValueSchema HttpRoute = new ObjectSchema(
        [
            Field("name", AnyText),
            Field("match", new ListSchema(HttpMatch, allowNull: true)),
            Field("route", List(HttpDestination)),
            Field("redirect", Redirect),
            Field("directResponse", DirectResponse),
            Field("rewrite", Rewrite),
            Field("timeout", new DurationSchema(allowZero: true)),
            Field("retries", Retries),
            Field("headers", Headers),
            Field("delegate", Object(Field("name", AnyText), Field("namespace", AnyText))),
            Field("fault", Fault),
            Field("mirror", Destination),
            Field("mirrors", List(Object(Required("destination", Destination), Field("percentage", MirrorPercentage)))),
            Field("mirrorPercent", new IntegerSchema(0, 100)),
            Field("mirror_percent", new IntegerSchema(0, 100)),
            Field("mirrorPercentage", MirrorPercentage),
            Field("corsPolicy", Cors),
        ],
        ["mirror", "mirrors"]);

    private static readonly ValueSchema TlsMatch = Object(
        Required("sniHosts", Texts),
        Field("destinationSubnets", Texts),
        Field("port", Port),
        Field("sourceLabels", TextMap),
        Field("sourceNamespace", AnyText),
        Field("gateways", Texts));

    private static readonly ValueSchema TcpMatch = Object(
        Field("destinationSubnets", Texts),
        Field("port", Port),
        Refused("sourceSubnet", AnyText, "Istio reads it and does nothing with it"),
        Field("sourceLabels", TextMap),
        Field("sourceNamespace", AnyText),
        Field("gateways", Texts));

    public static readonly ObjectSchema Spec = Object(
        Field("hosts", Texts),
        Field("gateways", Texts),
        Field("http", List(HttpRoute)),
        Field("tls", List(Object(Required("match", List(TlsMatch)), Field("route", List(RouteDestination))))),
        Field("tcp", List(Object(Field("match", List(TcpMatch)), Field("route", List(RouteDestination))))),
        Field("exportTo", Texts));
}
