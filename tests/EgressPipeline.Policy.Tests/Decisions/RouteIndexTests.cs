using System.Globalization;
using System.Text;
using CsCheck;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Decisions.Selection;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Decisions;

public sealed class RouteIndexTests
{
    private static readonly RandomService[] Called = [.. Words.Hosts.Select(host => new RandomService(host, [(80, "HTTP"), (8080, "HTTP")], HasSubsets: false, SeenOnlyFrom: "", Yaml: ""))];

    [Fact]
    public void Find_AnyRulesAndCall_IsThatOfReadingAll() => Check.Sample(
        Gen.Select(RandomMatches.Http.Array[1, 60], Gen.Int[1, 4], Gen.Int[0, 20], RandomCall.To(Called).Array[40]),
        (matches, perRoute, open, calls) =>
        {
            var routes = Routes(Compiled(matches), perRoute, open);
            var index = RouteIndex.Build(routes, worthwhile: 1)!;
            foreach (var call in calls)
            {
                var facts = call.Facts();
                var expected = Scan(routes, facts);
                var route = index.Find(facts, out var match);
                Assert.True(ReferenceEquals(expected.Route, route) && ReferenceEquals(expected.Match, match), $"{expected.Route?.Name} became {route?.Name} for {call}");
            }
        }, iter: 400);

    [Theory]
    [InlineData("/A", "", "exact in any case")]
    [InlineData("/a", "", "exact")]
    [InlineData("/v7/x", "", "regex")]
    [InlineData("/pre", "", "prefix")]
    [InlineData("/pr", "9", "header")]
    [InlineData("/pr", "8", "rest")]
    [InlineData("", "", "rest")]
    public void Find_EachKindOfKey_IsFound(string path, string header, string expected)
    {
        FullMatchRegex.TryCreate("/v[0-9]+/x", out var regex, out _);
        HttpRoutePlan[] routes =
        [
            Route("exact", new HttpMatch { Uri = ByteMatch.Exact("/a") }),
            Route("exact in any case", new HttpMatch { Uri = ByteMatch.Exact("/a", ignoreCase: true) }),
            Route("regex", new HttpMatch { Uri = ByteMatch.Regex(regex!) }),
            Route("prefix", new HttpMatch { Uri = ByteMatch.Prefix("/pre") }),
            Route("header", new HttpMatch { Uri = ByteMatch.Prefix("/"), Headers = [new("x-h", ByteMatch.Exact("9"))] }),
            Route("rest"),
        ];
        var call = TestCall.Http("a.test") with { Path = path, Headers = [("x-h", header)] };
        Assert.Equal(expected, RouteIndex.Build(routes, 1)!.Find(call.Facts(), out _)!.Name);
    }

    [Fact]
    public void Build_BelowTheBound_MakesNone()
    {
        var routes = Enumerable.Range(0, RouteIndex.Worthwhile).Select(i => Route("r" + i, new HttpMatch { Uri = ByteMatch.Exact("/" + i) })).ToArray();
        Assert.NotNull(RouteIndex.Build(routes));
        Assert.Null(RouteIndex.Build(routes[1..]));
        Assert.Null(RouteIndex.Build([]));
        Assert.Null(RouteIndex.Build(null));
    }

    [Fact]
    public void Decide_ThousandRules_AllocatesNothing()
    {
        var plan = TestPolicies.Compile(null, ThousandRules()).Plan!;
        var call = TestCall.Http("many.test") with { Path = "/p999/x", Headers = [("x-id", "999")] };
        Assert.Equal("http[999]", call.Decide(plan).Route!.Name);
        Assert.Equal(0, Enumerable.Range(0, 20).Min(_ => Allocated(plan, call)));
    }

    private static long Allocated(EgressPlan plan, TestCall call)
    {
        var facts = call.Facts();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            PolicyEngine.Decide(plan, facts);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string ThousandRules()
    {
        var rules = new StringBuilder();
        for (var i = 0; i < 1000; i++)
        {
            var match = (i % 4) switch
            {
                0 => $"uri: {{exact: /p{i}/x}}",
                1 => $"uri: {{regex: '/p{i}/[a-z]+'}}",
                2 => $"headers: {{x-id: {{exact: '{i}'}}}}",
                _ => $"uri: {{prefix: /p{i}/}}",
            };
            rules.Append(CultureInfo.InvariantCulture, $"  - match: [{{{match}}}]\n    directResponse: {{status: 200}}\n");
        }
        return $"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {"{name: many}"}
            spec: {"{hosts: [many.test], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}"}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {"{name: many}"}
            spec:
              hosts: [many.test]
              http:
            {rules}
            """;
    }

    /// <summary>Each match by itself, so that none is refused for standing behind another that covers it.</summary>
    private static HttpMatch[] Compiled(string[] matches)
    {
        var text = string.Join("---\n", matches.Select((match, i) =>
            $"apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: v{i}}}\nspec:\n  hosts: [h{i}.test]\n  http:\n  - match: [{match}]\n    directResponse: {{status: 200}}\n"));
        var plan = TestPolicies.Compile(null, text).Plan;
        return plan is null ? [] : [.. plan.Hosts.SelectMany(host => host.HttpRoutes ?? []).SelectMany(route => route.Matches)];
    }

    private static HttpRoutePlan[] Routes(HttpMatch[] matches, int perRoute, int open)
    {
        var routes = matches.Chunk(perRoute).Select((chunk, i) => Route("r" + i, chunk)).ToList();
        routes.Insert(Math.Min(open, routes.Count), Route("open"));
        return [.. routes];
    }

    private static HttpRoutePlan Route(string name, params HttpMatch[] matches) => new()
    {
        Name = name,
        Rule = new RuleRef(name, Diagnostics.SourceRef.None),
        Matches = matches,
        Destinations = [],
        TotalWeight = 0,
    };

    private static (HttpRoutePlan? Route, HttpMatch? Match) Scan(HttpRoutePlan[] routes, in CallFacts facts)
    {
        foreach (var route in routes)
        {
            if (route.Matches.Length == 0)
                return (route, null);
            foreach (var match in route.Matches)
                if (match.IsMatch(facts))
                    return (route, match);
        }
        return default;
    }
}
