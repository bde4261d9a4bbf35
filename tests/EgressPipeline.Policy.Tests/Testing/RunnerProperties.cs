using System.Text;
using System.Text.Json;
using CsCheck;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Testing;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Testing;

/// <summary>Laws of the runner over random policies and calls.</summary>
public sealed class RunnerProperties
{
    /// <summary>A call that is written down as a test is judged as the call itself: what the engine decides about it is what holds.</summary>
    [Fact]
    public void Case_WrittenFromADecision_Passes()
    {
        var cases = 0;
        Check.Sample(RandomPolicySet.WithCalls(15), sample =>
        {
            var calls = Array.FindAll(sample.Calls, call => IsWritable(call, sample.Set.Workload));
            if (calls.Length == 0 || sample.Set.Compile().Plan is not { } plan)
                return;
            var document = Document(sample.Set.Workload, calls, plan);
            var report = PolicyTestRunner.Run([new PolicyFile("random.yaml", sample.Set.Yaml), new PolicyFile("tests.yaml", document)]);
            Interlocked.Add(ref cases, report.Cases.Count);
            if (report.Failed > 0)
                throw new InvalidOperationException(document + "\n" + string.Join("\n", report.Findings()));
        }, iter: 200);
        Assert.True(cases > 300, $"only {cases} cases were run");
    }

    /// <summary>Whatever is typed into a PolicyTest gives findings or a report.</summary>
    [Fact]
    public void Document_RandomlyChanged_NeverThrows()
    {
        var seed = Tested.Document("""
            - call: GET http://api.weather.example/reports/a?x=1
              from: { principal: cluster.local/ns/shop/sa/web, namespace: shop, labels: { app: batch }, ip: 10.0.0.1, uid: 1000, process: /bin/a }
              expect: { verdict: allowed, by: "readers#rules[0]", weights: { v1: 1, v2: 2 }, retries: { attempts: 1, retryOn: "5xx,429", perTryTimeout: 1s }, timeout: 1s }
            - call: { method: PUT, url: "http://api.weather.example/", headers: { x-a: b }, destination: "10.0.0.1:80" }
              expect: { redirect: { code: 301, location: x }, endpoints: ["a:1"] }
            """, "from: cluster.local/ns/shop/sa/web");
        var edits = Gen.Select(Gen.Int[0, seed.Length - 1], Gen.Char["{}[]:,-&*!|>'\"%@`# \t\n\0a0é9~."]).Array[1, 6];
        edits.Sample(changes =>
        {
            var text = new StringBuilder(seed);
            foreach (var (at, junk) in changes)
                text[at] = junk;
            PolicyTestRunner.Run([new PolicyFile(ShopPolicies.File, ShopPolicies.Yaml), new PolicyFile(Tested.File, text.ToString())]).Findings().Count();
        }, iter: 500);
    }

    /// <summary>Calls that no person could describe are left out: https inside the sidecar, an identity of another namespace than the workload's.</summary>
    private static bool IsWritable(TestCall call, WorkloadContext workload)
    {
        var ns = call.Caller is not null && CallerIdentity.TryParse(call.Caller, out var identity) ? identity.Namespace : "";
        if (ns.Length > 0 && ns != workload.Namespace)
            return false;
        return call.Kind switch
        {
            CallKind.Http => call.Scheme == "http" && (call.DestinationIp is not null || !char.IsDigit(call.Host[0])),
            CallKind.Connect => call.DestinationIp is null,
            _ => true,
        };
    }

    private static string Document(WorkloadContext workload, IEnumerable<TestCall> calls, EgressPlan plan)
    {
        var cases = new StringBuilder();
        foreach (var call in calls)
        {
            var decision = call.Decide(plan);
            cases.Append($"- call: {Call(call)}\n  from: {From(call, workload)}\n  expect:\n");
            cases.Append($"    verdict: {Verdicts.Word(Verdicts.Of(decision.Reason))}\n    reason: {ReasonText.Name(decision.Reason)}\n");
            cases.Append($"    by: {decision.Rule?.Id ?? "none"}\n    audit: {decision.Audit?.Id ?? "none"}\n    service: \"{decision.Host?.Pattern ?? "none"}\"\n");
            if (decision.IsAllowed)
                cases.Append($"    route: {decision.Route?.Rule.Id ?? decision.RouteRule?.Id ?? "none"}\n");
        }
        return Tested.Document(cases.ToString(), $"unregistered: {workload.Unregistered.ToString().ToLowerInvariant()}");
    }

    private static string Call(TestCall call) => call.Kind switch
    {
        CallKind.Http => $"{{ method: {call.Method}, url: \"http://{call.Host}:{call.Port}{call.Path}{(call.Query.Length > 0 ? "?" + call.Query : "")}\", headers: {JsonSerializer.Serialize(call.Headers.ToDictionary(h => h.Item1, h => h.Item2))}{Destination(call)} }}",
        CallKind.Connect => $"{{ connect: \"{call.Host}:{call.Port}\", headers: {JsonSerializer.Serialize(call.Headers.ToDictionary(h => h.Item1, h => h.Item2))} }}",
        CallKind.Tls => $"{{ sni: \"{call.Host}:{call.Port}\"{Destination(call)} }}",
        _ => $"TCP {(call.DestinationIp!.Contains(':', StringComparison.Ordinal) ? $"[{call.DestinationIp}]" : call.DestinationIp)}:{call.Port}",
    };

    private static string Destination(TestCall call) => call.DestinationIp is { } ip ? $", destination: \"{ip}\"" : "";

    private static string From(TestCall call, WorkloadContext workload) =>
        $"{{ ip: {call.SourceIp}, labels: {JsonSerializer.Serialize(workload.Labels)}{(call.Caller is null ? "" : $", principal: \"{call.Caller}\"")}{(workload.Namespace.Length > 0 ? ", namespace: " + workload.Namespace : "")} }}";
}
