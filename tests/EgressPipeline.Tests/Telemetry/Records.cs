using System.Net;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Tests.Telemetry;

/// <summary>Access records for tests; the objects are made once so that formatting can be measured alone.</summary>
internal static class Records
{
    private static readonly IPEndPoint Upstream = new(IPAddress.Parse("203.0.113.7"), 443);
    private static readonly IPEndPoint UpstreamLocal = new(IPAddress.Parse("10.0.0.5"), 40_000);
    private static readonly IPEndPoint Local = new(IPAddress.Parse("2001:db8::1"), 15_001);
    private static readonly IPEndPoint Remote = new(IPAddress.Parse("10.0.0.5"), 51_234);
    private static readonly RuleRef Rule = new("AuthorizationPolicy/shop/allow-api#rules[0]", new SourceRef("policies/authz.yaml", 12, 5));
    private static readonly RuleRef Audit = new("AuthorizationPolicy/shop/audit#rules[1]", new SourceRef("policies/audit.yaml", 0, 0));

    public static readonly long Start = new DateTime(2026, 11, 23, 16, 4, 3, 7, DateTimeKind.Utc).Ticks;

    public static AccessRecord Full() => new()
    {
        StartTicks = Start,
        DurationTicks = TimeSpan.FromMilliseconds(25.9).Ticks,
        IsHttp = true,
        Method = "GET"u8,
        Path = "/v1/items"u8,
        Query = "page=2&key=abc"u8,
        Authority = "api.example.com:8080"u8,
        UserAgent = "curl/8.5"u8,
        ForwardedFor = "10.0.0.5"u8,
        RequestId = "6f1c"u8,
        Sni = "api.example.com"u8,
        Status = 503,
        Flags = ResponseFlags.UpstreamConnectionFailure | ResponseFlags.RetryLimitExceeded,
        Details = "upstream_reset_before_response_started",
        TerminationDetails = "closed by peer",
        TransportFailure = "TLS error: the certificate has expired",
        BytesReceived = 12,
        BytesSent = 345,
        UpstreamTicks = TimeSpan.FromMilliseconds(20).Ticks,
        UpstreamHost = Upstream,
        UpstreamLocal = UpstreamLocal,
        DownstreamLocal = Local,
        OriginalDestination = Local,
        DownstreamRemote = Remote,
        Cluster = "outbound|443||api.example.com",
        RouteName = "to-v1",
        Attempts = 3,
        Decision = DecisionReason.Allowed,
        Rule = Rule,
        Audit = Audit,
        Principal = "cluster.local/ns/shop/sa/web",
        NearestMiss = "rules[1] would match if the method were POST",
        Trace = new TraceContext(0x0af7651916cd43dd, 0x8448eb211c80319c, 0xb7ad6b7169203331, SamplingDecision.Sampled),
    };

    public static AccessRecord Relay() => new()
    {
        StartTicks = Start,
        DurationTicks = TimeSpan.FromSeconds(2).Ticks,
        Decision = DecisionReason.Unregistered,
        DownstreamRemote = Remote,
        Cluster = "BlackHoleCluster",
    };
}
