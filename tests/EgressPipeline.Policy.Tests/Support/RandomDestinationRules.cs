using CsCheck;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>A DestinationRule for a declared host; a service with labelled endpoints gets its subsets <c>v1</c> and <c>v2</c>.</summary>
internal static class RandomDestinationRules
{
    private static readonly Gen<string> Pool = Pick.From(
        "connectionPool: {tcp: {maxConnections: 7, connectTimeout: 300ms, idleTimeout: 1h}}",
        "connectionPool: {http: {http1MaxPendingRequests: 3, http2MaxRequests: 9, maxRequestsPerConnection: 5, maxRetries: 2}}",
        "connectionPool: {tcp: {tcpKeepalive: {probes: 3, time: 10s, interval: 2s}, maxConnectionDuration: 5m}}");

    private static readonly Gen<string> Outlier = Pick.From(
        "outlierDetection: {consecutive5xxErrors: 4, interval: 3s, baseEjectionTime: 7s, maxEjectionPercent: 60}",
        "outlierDetection: {consecutiveGatewayErrors: 2, minHealthPercent: 20}",
        "outlierDetection: {splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 2}");

    private static readonly Gen<string> Tls = Pick.From(
        "tls: {mode: DISABLE}",
        "tls: {mode: SIMPLE, sni: other.test, subjectAltNames: [other.test, more.test]}",
        "tls: {mode: MUTUAL, clientCertificate: /c.pem, privateKey: /k.pem, caCertificates: /ca.pem}",
        "tls: {mode: SIMPLE, insecureSkipVerify: true}");

    private static readonly Gen<string> Policy = Yaml.Map(
        Pick.From("loadBalancer: {simple: RANDOM}", "loadBalancer: {simple: ROUND_ROBIN}", "loadBalancer: {simple: LEAST_REQUEST}"),
        Yaml.Sometimes(40, Pool),
        Yaml.Sometimes(40, Outlier),
        Yaml.Sometimes(40, Tls));

    private static readonly Gen<string> Subsets = Yaml.Sometimes(40, Yaml.Field(", trafficPolicy", Policy))
        .Select(policy => "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}" + policy + "}]");

    public static Gen<string> For(RandomService service) => Yaml.Document("DestinationRule", "d" + Array.IndexOf(Words.Hosts, service.Host), Gen.Const("default"), Yaml.Map(
        Gen.Const($"host: '{service.Host}'"),
        Yaml.Sometimes(80, Yaml.Field("trafficPolicy", Policy)),
        service.HasSubsets ? Subsets : Gen.Const("")));
}
