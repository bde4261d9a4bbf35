using BenchmarkDotNet.Attributes;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Benchmarks;

/// <summary>The whole judgement of one request: 10,000 hosts, the last of 100 rules allows, the last of 20 matches holds.</summary>
public class FullDecision
{
    private readonly OneHeader _headers = new("x-id", "19");
    private readonly CallerIdentity _caller = CallerIdentity.TryParse("spiffe://cluster.local/ns/shop/sa/web", out var identity) ? identity : CallerIdentity.Anonymous;
    private EgressPlan _plan = null!;

    [Params(RuleShape.HundredHosts, RuleShape.OneHost)]
    public RuleShape Rules { get; set; }

    [Params(RouteShape.Prefix, RouteShape.Regex)]
    public RouteShape Routes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _plan = SyntheticPolicies.Large(Rules, Routes);
        if (Decide() != "http[19]")
            throw new InvalidOperationException("the last route was meant to be chosen, not " + Decide());
    }

    [Benchmark(Description = "decide")]
    public string? Decide()
    {
        var facts = new CallFacts
        {
            Kind = CallKind.Http,
            Host = "last.example.com"u8,
            Port = 80,
            Method = "POST"u8,
            Path = "/v19/items"u8,
            Scheme = "http"u8,
            Headers = _headers,
            Caller = _caller,
        };
        return PolicyEngine.Decide(_plan, facts).Route?.Name;
    }
}
