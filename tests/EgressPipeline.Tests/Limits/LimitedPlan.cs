using EgressPipeline.Limits;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Limits;

/// <summary>Limits written as YAML for one service, api.test, and calls that count for them.</summary>
internal sealed class LimitedPlan
{
    private const string Services = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: api, namespace: shop}
        spec: {hosts: [api.test, b.test], location: MESH_EXTERNAL, resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}

        """;

    private readonly LimitClock _clock;

    public LimitedPlan(params string[] specs)
    {
        _clock = new LimitClock(Time);
        Set = Build(specs, null);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public LimitSet Set { get; private set; }

    public LimitState State => Set.All[0].State;

    public static CallerIdentity Caller(string account) => CallerIdentity.TryParse("spiffe://td/ns/shop/sa/" + account, out var caller) ? caller : throw new InvalidOperationException(account);

    /// <summary>Other limits take the place of these.</summary>
    public void Reload(params string[] specs) => Set = Build(specs, Set);

    /// <summary>Begins a call; null when it is refused.</summary>
    public CallLimits? Begin(string host = "api.test", string account = "web", bool isConnection = false)
    {
        var call = new CallLimits();
        return TryEnter(call, host, account, isConnection) ? call : null;
    }

    public LimitRefusal Refusal(string host = "api.test", string account = "web", bool isConnection = false)
    {
        var call = new CallLimits();
        Assert.False(TryEnter(call, host, account, isConnection));
        return call.Refusal!;
    }

    /// <summary>How many of so many calls pass now; they stay under way.</summary>
    public int Passing(int calls, bool isConnection = false) => Enumerable.Range(0, calls).Count(_ => Begin(isConnection: isConnection) is not null);

    private bool TryEnter(CallLimits call, string host, string account, bool isConnection) => call.TryEnter(Set, new LimitedCall
    {
        Host = Plan.Hosts.FirstOrDefault(declared => declared.Pattern == host),
        Name = System.Text.Encoding.ASCII.GetBytes(host),
        Port = 80,
        Caller = Caller(account),
        IsConnection = isConnection,
    });

    private EgressPlan Plan { get; set; } = null!;

    private LimitSet Build(string[] specs, LimitSet? previous)
    {
        var limits = specs.Select((spec, i) => $"---\napiVersion: egresspipeline.dev/v1\nkind: EgressLimits\nmetadata: {{name: l{i}, namespace: shop}}\nspec: {{{spec}}}\n");
        var result = PolicyCompiler.Compile([new PolicyFile("limits.yaml", Services + string.Concat(limits))], WorkloadContext.Unknown);
        Assert.True(result.Plan is not null, string.Join("\n", result.Diagnostics));
        Plan = result.Plan;
        return LimitSet.Build(Plan, previous, _clock);
    }
}
