using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class PlanTests
{
    [Fact]
    public void Compile_FileOrder_ChangesNothing()
    {
        string[] files =
        [
            TestPolicies.Service("b.test", "80 HTTP"),
            TestPolicies.Service("a.test", "80 HTTP", "443 HTTPS"),
            TestPolicies.ServiceIn("other", "*.c.test", "80 HTTP"),
            TestPolicies.VirtualService("a.test", "http:\n- route: [{destination: {host: b.test}}]"),
            TestPolicies.DestinationRule("b.test", "trafficPolicy: {loadBalancer: {simple: RANDOM}}"),
            TestPolicies.Policy("ALLOW", "- to: [{operation: {hosts: [a.test]}}]", "one"),
            TestPolicies.Policy("DENY", "- to: [{operation: {ports: ['81']}}]", "two"),
        ];
        var plan = TestPolicies.Compile(null, files).Plan!;
        var reversed = TestPolicies.Compile(null, [.. files.Reverse()]).Plan!;
        var joined = TestPolicies.Compile(null, string.Concat(files)).Plan!;
        Assert.Equal(plan.Hash, reversed.Hash);
        Assert.Equal(plan.Hash, joined.Hash);
        Assert.Equal(plan.Clusters.Select(c => c.Name), reversed.Clusters.Select(c => c.Name));
        Assert.Equal(64, plan.Hash.Length);
    }

    [Theory]
    [InlineData("weight: 1", "weight: 2")]
    [InlineData("GET", "PUT")]
    [InlineData("RANDOM", "ROUND_ROBIN")]
    public void Hash_AnyChange_Shows(string from, string to)
    {
        var yaml = TestPolicies.Service("a.test", "80 HTTP") + TestPolicies.Service("b.test", "80 HTTP")
            + TestPolicies.VirtualService("a.test", "http:\n- match: [{method: {exact: GET}}]\n  route: [{destination: {host: b.test}, weight: 1}, {destination: {host: a.test}, weight: 1}]")
            + TestPolicies.DestinationRule("b.test", "trafficPolicy: {loadBalancer: {simple: RANDOM}}");
        Assert.NotEqual(TestPolicies.Plan(yaml).Hash, TestPolicies.Plan(yaml.Replace(from, to, StringComparison.Ordinal)).Hash);
    }

    [Fact]
    public void Clusters_Index_IsThePosition()
    {
        var plan = TestPolicies.Plan(TestPolicies.Service("a.test", "80 HTTP", "443 HTTPS") + TestPolicies.Service("b.test", "80 HTTP"));
        Assert.Equal(Enumerable.Range(0, 3), plan.Clusters.Select(c => c.Index));
        Assert.Equal(3, plan.Clusters.Distinct().Count());
    }

    [Fact]
    public void ServiceEntries_OfOneHost_AreMergedByPort()
    {
        var plan = TestPolicies.Plan(
            TestPolicies.Service("a.test", "80 HTTP") + TestPolicies.Service("a.test", "443 HTTPS").Replace("name: a.test", "name: second", StringComparison.Ordinal));
        Assert.Equal([80, 443], Assert.Single(plan.Hosts).Ports.Select(p => p.Number));
    }

    [Fact]
    public void ServiceEntries_SamePortDeclaredDifferently_IsAnError()
    {
        var result = TestPolicies.Compile(null,
            TestPolicies.Service("a.test", "80 HTTP") + TestPolicies.Service("a.test", "80 TCP").Replace("name: a.test", "name: second", StringComparison.Ordinal));
        Assert.Null(result.Plan);
    }

    [Theory]
    [InlineData("['*']", "shop", true)]
    [InlineData("['.']", "shop", false)]
    [InlineData("['.']", "apis", true)]
    [InlineData("['.']", "", true)]
    [InlineData("[shop, x]", "shop", true)]
    [InlineData("['~']", "apis", false)]
    public void ExportTo_Namespace_DecidesVisibility(string exportTo, string workload, bool visible)
    {
        var yaml = TestPolicies.ServiceIn("apis", "a.test", "80 HTTP").Replace("spec:\n", "spec:\n  exportTo: " + exportTo + "\n", StringComparison.Ordinal);
        Assert.Equal(visible ? "outbound|80||a.test" : "Unregistered", TestCall.Http("a.test").Target(TestPolicies.Plan(yaml, TestPolicies.Workload(workload))));
    }

    [Theory]
    [InlineData("app=web", "outbound|80||a.test", "outbound|80||b.test")]
    [InlineData("app=db", "outbound|80||b.test", "outbound|80||b.test")]
    public void SourceLabels_AreDecidedForTheWorkload(string label, string onA, string elsewhere)
    {
        var plan = TestPolicies.Plan(
            TestPolicies.Service("a.test", "80 HTTP") + TestPolicies.Service("b.test", "80 HTTP") + TestPolicies.Service("c.test", "80 HTTP")
            + TestPolicies.VirtualService("c.test", """
            http:
            - match: [{uri: {prefix: /a}, sourceLabels: {app: web}}]
              route: [{destination: {host: a.test}}]
            - route: [{destination: {host: b.test}}]
            """), TestPolicies.Workload("default", label));
        Assert.Equal(onA, (TestCall.Http("c.test") with { Path = "/a" }).Target(plan));
        Assert.Equal(elsewhere, TestCall.Http("c.test").Target(plan));
    }
}
