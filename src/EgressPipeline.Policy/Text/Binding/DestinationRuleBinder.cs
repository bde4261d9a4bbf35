using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class DestinationRuleBinder
{
    public static DestinationRuleRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        Host = spec.Text("host"),
        TrafficPolicy = spec.Object("trafficPolicy", TrafficPolicy),
        Subsets = spec.Objects("subsets", Subset),
        ExportTo = spec.Texts("exportTo"),
        WorkloadSelector = CommonBinder.Selector(spec, "workloadSelector", "matchLabels"),
    };

    public static ConnectionPoolRule ConnectionPool(Fieldset fields) =>
        new(fields.Object("tcp", TcpPool), fields.Object("http", HttpPool), fields.Source);

    private static SubsetRule Subset(Fieldset fields, int position) => new()
    {
        Name = fields.Text("name"),
        Labels = fields.TextMap("labels"),
        TrafficPolicy = fields.Object("trafficPolicy", TrafficPolicy),
        Source = fields.Source,
    };

    private static TrafficPolicyRule TrafficPolicy(Fieldset fields) => new()
    {
        Port = fields.Child("port").Integer("number"),
        LoadBalancer = fields.Object("loadBalancer", LoadBalancerBinder.Bind),
        ConnectionPool = fields.Object("connectionPool", ConnectionPool),
        OutlierDetection = fields.Object("outlierDetection", Outlier),
        Tls = fields.Object("tls", Tls),
        PortLevelSettings = fields.Objects("portLevelSettings", (port, _) => TrafficPolicy(port)),
        Tunnel = fields.Object("tunnel", t => new TunnelRule(t.Text("protocol"), t.Text("targetHost"), t.Integer("targetPort"), t.Source)),
        RetryBudget = fields.Object("retryBudget", b => new RetryBudgetRule(b.Number("percent"), b.Integer("minRetryConcurrency"), b.Duration("budgetInterval"), b.Source)),
        ProxyProtocol = fields.Object("proxyProtocol", p => new ProxyProtocolRule(p.Text("version"), p.Source)),
        Source = fields.Source,
    };

    private static TcpPoolRule TcpPool(Fieldset fields) => new()
    {
        MaxConnections = fields.Integer("maxConnections"),
        ConnectTimeout = fields.Duration("connectTimeout"),
        MaxConnectionDuration = fields.Duration("maxConnectionDuration"),
        IdleTimeout = fields.Duration("idleTimeout"),
        Keepalive = fields.Object("tcpKeepalive", k => new KeepaliveRule(k.Integer("probes"), k.Duration("time"), k.Duration("interval"), k.Source)),
        Source = fields.Source,
    };

    private static HttpPoolRule HttpPool(Fieldset fields) => new()
    {
        Http1MaxPendingRequests = fields.Integer("http1MaxPendingRequests"),
        Http2MaxRequests = fields.Integer("http2MaxRequests"),
        MaxRequestsPerConnection = fields.Integer("maxRequestsPerConnection"),
        MaxRetries = fields.Integer("maxRetries"),
        IdleTimeout = fields.Duration("idleTimeout"),
        H2UpgradePolicy = fields.Text("h2UpgradePolicy"),
        UseClientProtocol = fields.Flag("useClientProtocol"),
        MaxConcurrentStreams = fields.Integer("maxConcurrentStreams"),
        Source = fields.Source,
    };

    private static OutlierDetectionRule Outlier(Fieldset fields) => new()
    {
        ConsecutiveErrors = fields.Integer("consecutiveErrors"),
        Consecutive5xxErrors = fields.Integer("consecutive5xxErrors"),
        ConsecutiveGatewayErrors = fields.Integer("consecutiveGatewayErrors"),
        ConsecutiveLocalOriginFailures = fields.Integer("consecutiveLocalOriginFailures"),
        SplitExternalLocalOriginErrors = fields.Flag("splitExternalLocalOriginErrors"),
        Interval = fields.Duration("interval"),
        BaseEjectionTime = fields.Duration("baseEjectionTime"),
        MaxEjectionPercent = fields.Integer("maxEjectionPercent"),
        MinHealthPercent = fields.Integer("minHealthPercent"),
        HttpErrorCodes = fields.Integers("outlierDetectionHttpErrorCodes"),
        Source = fields.Source,
    };

    private static ClientTlsRule Tls(Fieldset fields) => new()
    {
        Mode = fields.Choice("mode",
            ("DISABLE", TlsMode.Disable), ("SIMPLE", TlsMode.Simple), ("MUTUAL", TlsMode.Mutual), ("ISTIO_MUTUAL", TlsMode.IstioMutual)),
        ClientCertificate = fields.Text("clientCertificate"),
        PrivateKey = fields.Text("privateKey"),
        CaCertificates = fields.Text("caCertificates"),
        CaCrl = fields.Text("caCrl"),
        CredentialName = fields.Text("credentialName"),
        SubjectAltNames = fields.Texts("subjectAltNames"),
        Sni = fields.Text("sni"),
        InsecureSkipVerify = fields.Flag("insecureSkipVerify"),
        Source = fields.Source,
    };
}
