using System.Globalization;
using System.Text;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Decisions;

public sealed class DecideAllocationTests
{
    /// <summary>Other tests run meanwhile, and a collection of theirs empties the pools that a regular expression takes from.</summary>
    private const int Windows = 20;

    [Fact]
    public void Decide_LargePlan_AllocatesNothing()
    {
        var plan = LargePlan();
        var call = TestCall.Http("last.example.com") with { Method = "POST", Path = "/route19/abc", Query = "q=19", Headers = [("x-id", "19")], Caller = "spiffe://cluster.local/ns/shop/sa/web" };
        var facts = call.Facts();
        var route = Run(plan, facts, 2_000);
        Assert.Equal("http[19]", route);

        Assert.Equal(0, Enumerable.Range(0, Windows).Min(_ => Allocated(plan, call)));
    }

    private static long Allocated(EgressPlan plan, TestCall call)
    {
        var facts = call.Facts();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(plan, facts, 1_000);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string? Run(EgressPlan plan, in CallFacts facts, int times)
    {
        string? name = null;
        for (var i = 0; i < times; i++)
        {
            var decision = PolicyEngine.Decide(plan, facts);
            name = decision.Route?.Name;
        }
        return name;
    }

    // 10,000 hosts, 100 rules of which the last allows, 20 routes of which the last matches.
    private static EgressPlan LargePlan()
    {
        var services = new StringBuilder();
        for (var i = 0; i < 10_000; i += 200)
            services.Append(Service(i, 200));
        var rules = new StringBuilder();
        for (var i = 0; i < 100; i++)
            rules.Append(CultureInfo.InvariantCulture, $$$"""
                - from: [{source: {namespaces: [shop]}}]
                  to: [{operation: {hosts: [last.example.com], methods: [POST], paths: ["/route{{{(i == 99 ? "19" : "x" + i)}}}/*"]}}]
                  when: [{key: 'request.headers[x-id]', values: ["19"]}]

                """);
        var routes = new StringBuilder("http:\n");
        for (var i = 0; i < 20; i++)
            routes.Append(CultureInfo.InvariantCulture, $$$"""
                - match: [{uri: {regex: '/route{{{i}}}/[a-z]+'}, headers: {x-id: {exact: '{{{i}}}'}}, queryParams: {q: {prefix: '{{{i}}}'} } }]
                  route: [{destination: {host: last.example.com}}]

                """);
        return TestPolicies.Plan(services
            + TestPolicies.Service("last.example.com", "80 HTTP")
            + TestPolicies.Policy("ALLOW", rules.ToString().TrimEnd())
            + TestPolicies.VirtualService("last.example.com", routes.ToString().TrimEnd()));
    }

    private static string Service(int first, int count)
    {
        var hosts = string.Join(", ", Enumerable.Range(first, count).Select(i => $"h{i}.example.com"));
        return $"""
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {"{"} name: many{first} {"}"}
            spec:
              hosts: [{hosts}]
              location: MESH_EXTERNAL
              resolution: DNS
              ports: [{"{"} number: 80, name: http, protocol: HTTP {"}"}]

            """;
    }
}
