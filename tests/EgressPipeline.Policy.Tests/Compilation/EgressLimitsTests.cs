using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Comparison;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class EgressLimitsTests
{
    private static readonly string Services = TestPolicies.Service("api.test", "80 HTTP", "443 TLS") + TestPolicies.Service("b.test", "80 HTTP");

    private static string Limits(string spec, string name = "quota", string ns = "default") =>
        $"---\napiVersion: egresspipeline.dev/v1\nkind: EgressLimits\nmetadata: {{name: {name}, namespace: {ns}}}\nspec: {{{spec}}}\n";

    private static LimitPlan Single(string spec) => Assert.Single(TestPolicies.Plan(Services + Limits(spec)).Limits);

    [Fact]
    public void Plan_EveryField_IsInThePlan()
    {
        var limit = Single("hosts: [B.test, api.test], ports: [443, 80, 80], principals: ['td/ns/shop/*'], perPrincipal: true, requests: {count: 10, per: 1m, burst: 20},"
            + " connections: {count: 3}, concurrency: 7, bandwidth: 1Mi, bytesPerDay: 5G, status: 503, mode: report");

        Assert.Equal("default/quota", limit.Name);
        Assert.Equal("EgressLimits/default/quota", limit.Rule.Id);
        Assert.False(limit.Rule.Source.IsNone);
        Assert.Equal(["api.test", "b.test"], limit.Hosts);
        Assert.Equal([80, 443], limit.Ports);
        Assert.Equal("td/ns/shop/*", Assert.Single(limit.Principals).ToString());
        Assert.True(limit.PerPrincipal);
        Assert.Equal(new RatePlan(10, TimeSpan.FromMinutes(1), 20), limit.Requests);
        Assert.Equal(new RatePlan(3, TimeSpan.FromSeconds(1), 3), limit.Connections);
        Assert.Equal(7, limit.Concurrency);
        Assert.Equal(1 << 20, limit.BytesPerSecond);
        Assert.Equal(5_000_000_000, limit.BytesPerDay);
        Assert.Equal(503, limit.Status);
        Assert.True(limit.IsReport);
    }

    [Fact]
    public void Plan_NothingSaid_IsForEverybodyAnd429()
    {
        var limit = Single("concurrency: 1");

        Assert.Empty(limit.Hosts);
        Assert.Empty(limit.Ports);
        Assert.Empty(limit.Principals);
        Assert.False(limit.PerPrincipal);
        Assert.False(limit.IsReport);
        Assert.Equal(429, limit.Status);
    }

    [Fact]
    public void Plan_ServiceNamed_IsForItsHosts()
    {
        var name = TestPolicies.Plan(Services).Hosts[0].Service!.Id.Split('/')[^1].Split('#')[0];

        Assert.Equal(["api.test"], Single($"services: [{name}], concurrency: 1").Hosts);
    }

    [Theory]
    [InlineData("shop", "app=web", true)]
    [InlineData("shop", "app=batch", false)]
    [InlineData("other", "app=web", false)]
    public void Plan_OfAnotherNamespaceOrUnselected_IsLeftOut(string ns, string label, bool holds)
    {
        var limits = Limits("workloadSelector: {matchLabels: {app: web}}, concurrency: 1", ns: "shop");

        Assert.Equal(holds ? 1 : 0, TestPolicies.Plan(Services + limits, TestPolicies.Workload(ns, label)).Limits.Length);
    }

    [Fact]
    public void Plan_Disabled_IsLeftOut() => Assert.Empty(TestPolicies.Plan(Services + Limits("enabled: false, concurrency: 1")).Limits);

    [Fact]
    public void Plan_AdaptiveConcurrency_HasEnvoysValuesWhereNothingIsSaid()
    {
        Assert.Equal(AdaptivePlan.Default, Single("adaptiveConcurrency: {}").Adaptive);
        Assert.Equal(
            new AdaptivePlan(1, 20, TimeSpan.FromSeconds(1), 90, TimeSpan.FromMinutes(2), 10, 0, 50),
            Single("adaptiveConcurrency: {minConcurrency: 1, maxConcurrency: 20, updateInterval: 1s, percentile: 90, minRtt: {interval: 2m, requests: 10, jitter: 0, buffer: 50}}").Adaptive);
    }

    [Theory]
    [InlineData("requests: {count: 1, per: 24h}")]
    [InlineData("adaptiveConcurrency: {minConcurrency: 5, maxConcurrency: 5, updateInterval: 10ms}")]
    [InlineData("requests: {count: 1000000, per: 1s, burst: 1000000}")]
    [InlineData("concurrency: 1000000")]
    [InlineData("bandwidth: 1Ki")]
    [InlineData("bandwidth: 1024Gi")]
    [InlineData("bytesPerDay: 1")]
    [InlineData("bytesPerDay: 1023Ti")]
    [InlineData("concurrency: 1, principals: ['*', '*/sa/web', 'td/*']")]
    public void Plan_AtTheEdgeOfABound_IsGood(string spec) => Single(spec);

    [Theory]
    [InlineData(80, "td/ns/shop/sa/web", true)]
    [InlineData(81, "td/ns/shop/sa/web", false)]
    [InlineData(80, "td/ns/other/sa/web", false)]
    public void IsFor_PortAndPrincipal_BothMustBeMeant(int port, string principal, bool isFor)
    {
        Assert.True(CallerIdentity.TryParse("spiffe://" + principal, out var caller));

        Assert.Equal(isFor, Single("ports: [80, 443], principals: ['td/ns/shop/*'], concurrency: 1").IsFor(port, caller));
    }

    [Theory]
    [InlineData("http://api.test/", "limit 100 requests per 1s (burst 200), 50 at once")]
    [InlineData("http://b.test/", null)]
    public void Explain_Call_ShowsItsLimitsWithTheirPlace(string url, string? expected)
    {
        var plan = TestPolicies.Plan(Services + Limits("hosts: [api.test], requests: {count: 100, burst: 200}, concurrency: 50"));
        var trace = DecisionTrace.Of(plan, CallDescription.Parse(CallWords.Of("GET", url), out _)!, CallSource.Anonymous);

        var steps = trace.Steps.Where(step => step.Stage == "limit").ToList();
        Assert.Equal(expected is null ? [] : [expected], steps.Select(step => step.Stage + " " + step.Text));
        Assert.All(steps, step => Assert.Equal("EgressLimits/default/quota", step.Rule!.Id));
        Assert.All(steps, step => Assert.False(step.Rule!.Source.IsNone));
    }

    [Fact]
    public void Compare_LimitAdded_IsToldOfItsHostsAndPortsOnly()
    {
        var comparison = Comparing.Compare(Services, Services + Limits("hosts: [api.test], ports: [80], requests: {count: 5}, bytesPerDay: 1Gi"));

        Assert.Equal(["Http|Connect api.test:80: limits  -> default/quota (5 requests per 1s, 1Gi bytes a day)"], comparison.Changed());
    }

    [Fact]
    public void Compare_SameLimitWrittenDifferently_FindsNothing() => Assert.False(Comparing.Compare(
        Services + Limits("hosts: [api.test, b.test], bandwidth: 1024Ki, requests: {count: 5}"),
        Services + Limits("hosts: [b.test, api.test], bandwidth: 1Mi, requests: {count: 5, per: 1000ms, burst: 5}")).MayDiffer);

    [Fact]
    public void Hash_OtherBound_IsAnother() => Assert.NotEqual(
        TestPolicies.Plan(Services + Limits("concurrency: 1")).Hash,
        TestPolicies.Plan(Services + Limits("concurrency: 2")).Hash);
}
