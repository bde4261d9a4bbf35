using BenchmarkDotNet.Attributes;
using EgressPipeline.Limits;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Benchmarks;

/// <summary>What a call pays for its limits, from its beginning to its end.</summary>
[MemoryDiagnoser]
public class LimitedCalls
{
    private const string Service = "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a}\nspec: {hosts: [a.test], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}\n";

    private readonly CallLimits _call = new();
    private readonly CallerIdentity _caller = CallerIdentity.TryParse("spiffe://cluster.local/ns/shop/sa/web", out var caller) ? caller : CallerIdentity.Anonymous;
    private LimitSet _none = null!;
    private LimitSet _rate = null!;
    private LimitSet _all = null!;

    [GlobalSetup]
    public void Setup()
    {
        _none = Build("hosts: [b.test], concurrency: 1");
        _rate = Build("requests: {count: 1000000}, concurrency: 1000");
        _all = Build("perPrincipal: true, requests: {count: 1000000}, concurrency: 1000, bandwidth: 1024Gi, bytesPerDay: 1000Ti, mode: report");
    }

    [Benchmark(Description = "limits of a call: another service's")]
    public bool None() => Pass(_none);

    [Benchmark(Description = "limits of a call: rate and concurrency")]
    public bool Rate() => Pass(_rate);

    [Benchmark(Description = "limits of a call: rate, concurrency, bytes, each principal")]
    public bool All() => Pass(_all);

    private bool Pass(LimitSet set)
    {
        var passes = _call.TryEnter(set, new LimitedCall { Host = null, Name = "a.test"u8, Port = 80, Caller = _caller, IsConnection = false });
        passes &= !_call.CountsBytes || _call.TryPass(1000, isSending: false, out _);
        _call.Complete();
        return passes;
    }

    private static LimitSet Build(string spec)
    {
        var yaml = Service + "---\n" + Service.Replace("a.test", "b.test", StringComparison.Ordinal).Replace("name: a}", "name: b}", StringComparison.Ordinal)
            + "---\napiVersion: egresspipeline.dev/v1\nkind: EgressLimits\nmetadata: {name: l}\nspec: {" + spec + "}\n";
        var plan = PolicyCompiler.Compile([new PolicyFile("limits.yaml", yaml)], WorkloadContext.Unknown).Plan ?? throw new InvalidOperationException("the policies of the benchmark are not valid");
        return LimitSet.Build(plan, null, new LimitClock(new FasterTime()));
    }

    // A benchmark makes more calls a second than a limit can allow, and what is refused is not what is measured: time goes fifty times as fast.
    private sealed class FasterTime : TimeProvider
    {
        public override long GetTimestamp() => System.GetTimestamp() * 50;
    }
}
