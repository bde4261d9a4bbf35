using BenchmarkDotNet.Attributes;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Benchmarks;

/// <summary>The same 20 matches as data of a plan and as specialised code: what docs/decisions/0015 decides by.</summary>
public class DataOrCode
{
    private readonly OneHeader _headers = new("x-id", "19");
    private HttpRoutePlan[] _routes = null!;

    [GlobalSetup]
    public void Setup()
    {
        var plan = SyntheticPolicies.Large(RuleShape.OneHost, RouteShape.Prefix);
        _routes = plan.Hosts.Select(host => host.HttpRoutes).First(routes => routes is { Length: 20 })!;
        if (Data() != 19 || Code() != 19)
            throw new InvalidOperationException($"the last route was meant to be chosen, not {Data()} and {Code()}");
    }

    [Benchmark(Description = "20 matches as data")]
    public int Data()
    {
        var call = Call();
        for (var i = 0; i < _routes.Length; i++)
            foreach (var match in _routes[i].Matches)
                if (match.IsMatch(call))
                    return i;
        return -1;
    }

    [Benchmark(Description = "20 matches as code")]
    public int Code() => RoutesAsCode.Choose(Call());

    private CallFacts Call() => new() { Kind = CallKind.Http, Port = 80, Method = "POST"u8, Path = "/v19/items"u8, Scheme = "http"u8, Headers = _headers };
}
