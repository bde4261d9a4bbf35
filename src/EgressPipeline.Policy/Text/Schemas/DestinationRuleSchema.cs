using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of DestinationRule.spec.</summary>
internal static class DestinationRuleSchema
{
    private static readonly ValueSchema NotNegative = new IntegerSchema(0, int.MaxValue);
    private static readonly ValueSchema Percent = new IntegerSchema(0, 100);

    private static readonly ValueSchema Keepalive = Object(
        Field("probes", NaturalNumber), Field("time", PositiveDuration), Field("interval", PositiveDuration));

    private static readonly ValueSchema TcpPool = Object(
        Field("maxConnections", NotNegative),
        Field("connectTimeout", PositiveDuration),
        Field("maxConnectionDuration", PositiveDuration),
        Field("idleTimeout", new DurationSchema(allowZero: true)),
        Field("tcpKeepalive", Keepalive));

    private static readonly ValueSchema HttpPool = Object(
        Field("http1MaxPendingRequests", NotNegative),
        Field("http2MaxRequests", NotNegative),
        Field("maxRequestsPerConnection", NotNegative),
        Field("maxRetries", NotNegative),
        Field("idleTimeout", PositiveDuration),
        Field("h2UpgradePolicy", new ChoiceSchema(["DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"], "UPGRADE")),
        Field("useClientProtocol", new BooleanSchema(notYet: true)),
        NotYet("maxConcurrentStreams", NotNegative),
        NotYet("http2KeepAlive", Object(Required("interval", PositiveDuration), Required("timeout", PositiveDuration))));

    internal static readonly ValueSchema ConnectionPool = Object(Field("tcp", TcpPool), Field("http", HttpPool));

    private static readonly ValueSchema Cookie = Object(
        Required("name", AnyText),
        Field("path", AnyText),
        Field("ttl", new DurationSchema(allowZero: true)),
        Field("attributes", List(Object(Required("name", AnyText), Field("value", AnyText)))));

    private static readonly ValueSchema ConsistentHash = new ObjectSchema(
        [
            Field("httpHeaderName", AnyText),
            Field("httpCookie", Cookie),
            Field("useSourceIp", TrueOrFalse),
            Field("httpQueryParameterName", AnyText),
            Field("ringHash", Object(Field("minimumRingSize", NaturalNumber))),
            Field("maglev", Object(Field("tableSize", NaturalNumber))),
            Field("minimumRingSize", NaturalNumber),
        ],
        ["httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName"],
        ["ringHash", "maglev", "minimumRingSize"]);

    private static readonly ValueSchema Failover = List(Object(Field("from", AnyText), Field("to", AnyText)));

    private static readonly ValueSchema Locality = Object(
        Field("distribute", List(Object(Field("from", AnyText), Field("to", new MapSchema(NaturalNumber))))),
        Field("failover", Failover),
        Field("failoverPriority", Texts),
        Field("enabled", TrueOrFalse));

    private static readonly ValueSchema ZoneAware = Object(
        Field("enabled", TrueOrFalse),
        Field("failover", Failover),
        Field("failoverPriority", Texts),
        Field("minClusterSize", new IntegerSchema(1, int.MaxValue)));

    private static readonly ValueSchema Warmup = Object(
        Required("duration", PositiveDuration),
        Field("minimumPercent", new NumberSchema(0, 100)),
        Field("aggression", new NumberSchema(0, double.MaxValue)));

    private static readonly ValueSchema LoadBalancer = new ObjectSchema(
        [
            Field("simple", new ChoiceSchema(["UNSPECIFIED", "LEAST_CONN", "RANDOM", "PASSTHROUGH", "ROUND_ROBIN", "LEAST_REQUEST"])),
            Field("consistentHash", ConsistentHash),
            Field("localityLbSetting", Locality),
            NotYet("zoneAwareLbSetting", ZoneAware),
            Field("warmup", Warmup),
            Field("warmupDurationSecs", PositiveDuration),
        ],
        ["simple", "consistentHash"],
        ["localityLbSetting", "zoneAwareLbSetting"]);

    private static readonly ValueSchema Outlier = Object(
        Field("consecutive5xxErrors", NaturalNumber),
        Field("consecutiveGatewayErrors", NaturalNumber),
        Field("consecutiveLocalOriginFailures", NaturalNumber),
        Field("splitExternalLocalOriginErrors", TrueOrFalse),
        Field("interval", PositiveDuration),
        Field("baseEjectionTime", PositiveDuration),
        Field("maxEjectionPercent", Percent),
        Field("minHealthPercent", Percent),
        Field("consecutiveErrors", NotNegative),
        Field("outlierDetectionHttpErrorCodes", List(new IntegerSchema(100, 599))));

    private static readonly ValueSchema ClientTls = Object(
        Field("mode", new ChoiceSchema(["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"], "ISTIO_MUTUAL")),
        Field("clientCertificate", AnyText),
        Field("privateKey", AnyText),
        Field("caCertificates", AnyText),
        Field("caCrl", AnyText),
        NotYet("credentialName", AnyText),
        Field("subjectAltNames", Texts),
        Field("sni", AnyText),
        Field("insecureSkipVerify", TrueOrFalse));

    private static readonly FieldSchema[] PortPolicy =
    [
        Field("loadBalancer", LoadBalancer),
        Field("connectionPool", ConnectionPool),
        Field("outlierDetection", Outlier),
        Field("tls", ClientTls),
    ];

    private static readonly ValueSchema PortLevel = Object([.. PortPolicy, Field("port", Object(Field("number", Port)))]);

    private static readonly ValueSchema TrafficPolicy = new ObjectSchema(
        [
            .. PortPolicy,
            Field("portLevelSettings", new ListSchema(PortLevel, maxItems: 4096)),
            Field("tunnel", Object(Field("protocol", AnyText), Required("targetHost", AnyText), Required("targetPort", Port))),
            Field("proxyProtocol", Object(Field("version", new ChoiceSchema(["V1", "V2"])))),
            Field("retryBudget", Object(
                Field("percent", new NumberSchema(0, 100)), Field("minRetryConcurrency", NaturalNumber), NotYet("budgetInterval", new DurationSchema(allowZero: true)))),
        ],
        ["tunnel", "proxyProtocol"]);

    public static readonly ObjectSchema Spec = Object(
        Required("host", AnyText),
        Field("trafficPolicy", TrafficPolicy),
        Field("subsets", List(Object(Required("name", AnyText), Field("labels", TextMap), Field("trafficPolicy", TrafficPolicy)))),
        Field("exportTo", Texts),
        Field("workloadSelector", MatchLabelsSelector));
}
