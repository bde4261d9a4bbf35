using System.Net;
using System.Text;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Tests.Decisions;

/// <summary>A call as a test writes it; a GET of <c>/</c> on port 80 unless said otherwise.</summary>
internal sealed record TestCall(CallKind Kind, string Host, int Port)
{
    public string Method { get; init; } = "GET";
    public string Path { get; init; } = "/";
    public string Query { get; init; } = "";
    public string Scheme { get; init; } = "http";
    public string Sni { get; init; } = "";
    public string? Caller { get; init; }
    public string SourceIp { get; init; } = "127.0.0.1";
    public string? DestinationIp { get; init; }
    public RequestClaims? Claims { get; init; }
    public LocalProcess? Process { get; init; }
    public (string, string)[] Headers { get; init; } = [];

    public static TestCall Http(string host, int port = 80) => new(CallKind.Http, host, port) { Method = "GET" };

    public static TestCall Connect(string host, int port = 443) => new(CallKind.Connect, host, port) { Method = "CONNECT", Path = "", Scheme = "" };

    public static TestCall Tls(string sni, int port = 443) => new(CallKind.Tls, sni, port) { Method = "", Path = "", Scheme = "", Sni = sni };

    public static TestCall Tcp(string address, int port) => new(CallKind.Tcp, "", port) { Method = "", Path = "", Scheme = "", DestinationIp = address };

    public Decision Decide(EgressPlan plan) => PolicyEngine.Decide(plan, Facts());

    public Decision Lookup(EgressPlan plan) => PolicyEngine.Lookup(plan, Facts());

    public string? Explain(EgressPlan plan) => NearestMiss.Explain(plan, Facts(), Decide(plan));

    /// <summary>The cluster the call would reach with all weight on the first destination, or the reason why none.</summary>
    public string Target(EgressPlan plan)
    {
        var decision = Decide(plan);
        if (decision.Reason != DecisionReason.Allowed)
            return decision.Reason.ToString();
        if (decision.Route is { } route)
            return route.Destinations.Length > 0 ? route.Destinations[0].Cluster.Name : route.Name;
        return (decision.Destinations is { } destinations ? destinations[0].Cluster : decision.Port!.Cluster).Name;
    }

    public CallFacts Facts() => new()
    {
        Kind = Kind,
        Host = Encoding.UTF8.GetBytes(Host),
        Port = Port,
        Method = Encoding.UTF8.GetBytes(Method),
        Path = Encoding.UTF8.GetBytes(Path),
        Query = Encoding.UTF8.GetBytes(Query),
        Scheme = Encoding.UTF8.GetBytes(Scheme),
        Sni = Encoding.UTF8.GetBytes(Sni),
        Headers = new TestHeaders(Headers),
        Caller = Caller is not null && CallerIdentity.TryParse(Caller, out var identity) ? identity : CallerIdentity.Anonymous,
        Claims = Claims ?? (Kind is CallKind.Http or CallKind.Connect ? RequestClaims.None : null),
        Process = Process,
        SourceIp = IpValue.From(IPAddress.Parse(SourceIp)),
        DestinationIp = DestinationIp is null ? IpValue.None : IpValue.From(IPAddress.Parse(DestinationIp)),
    };
}
