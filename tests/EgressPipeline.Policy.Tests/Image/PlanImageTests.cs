using System.Text;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Image;

public sealed class PlanImageTests
{
    private static readonly string Policies =
        TestPolicies.Service("api.example.com", "80 HTTP", "443 TLS")
        + TestPolicies.Service("*.wild.example.com", "443 TLS")
        + TestPolicies.VirtualService("api.example.com", """
            http:
            - match: [{uri: {regex: '/v[0-9]+/.*'}, headers: {x-team: {exact: shop}}}]
              timeout: 2s
              retries: {attempts: 3, retryOn: 5xx}
              route: [{destination: {host: api.example.com, port: {number: 80}}}]
            """)
        + TestPolicies.Policy("ALLOW", "- to: [{operation: {hosts: [api.example.com], methods: [GET]}}]");

    [Fact]
    public void TryRead_WrittenPlan_DecidesAlike()
    {
        var plan = TestPolicies.Plan(Policies);
        Assert.True(PlanImage.TryRead(PlanImage.Write(plan), out var read, out var error), error?.ToString());

        Assert.Equal(plan.Hash, read.Hash);
        Assert.Equal(plan.Counts, read.Counts);
        foreach (var call in new[] { TestCall.Http("api.example.com") with { Path = "/v1/x", Headers = [("x-team", "shop")] }, TestCall.Http("api.example.com"), TestCall.Tls("a.wild.example.com"), TestCall.Http("nobody.test") })
        {
            Assert.Equal(call.Target(plan), call.Target(read));
            Assert.Equal(call.Decide(plan).Rule, call.Decide(read).Rule);
            Assert.Equal(call.Explain(plan), call.Explain(read));
        }
    }

    [Fact]
    public void Write_SamePlan_GivesTheSameBytes() =>
        Assert.Equal(PlanImage.Write(TestPolicies.Plan(Policies)), PlanImage.Write(TestPolicies.Plan(Policies)));

    [Fact]
    public void Write_ReadPlan_GivesTheSameBytes()
    {
        var image = PlanImage.Write(TestPolicies.Plan(Policies));
        Assert.Equal(image, PlanImage.Write(PlanImage.Read(image)));
    }

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("a.b.wild.example.com")]
    [InlineData("wild.example.com")]
    [InlineData("nobody.test")]
    [InlineData("")]
    public void Find_InPlace_AgreesWithThePlan(string host)
    {
        var plan = TestPolicies.Plan(Policies);
        Assert.Equal(plan.HostIndex.Find(Encoding.UTF8.GetBytes(host)), HostImage.Find(PlanImage.Write(plan), Encoding.UTF8.GetBytes(host)));
    }

    [Fact]
    public void Find_InPlace_AllocatesNothing()
    {
        var image = PlanImage.Write(TestPolicies.Plan(Policies));
        byte[][] hosts = [.. new[] { "api.example.com", "a.b.wild.example.com", string.Concat(Enumerable.Repeat("a.", 126)) + "a" }.Select(Encoding.UTF8.GetBytes)];
        var found = FindAll(image, hosts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        found += FindAll(image, hosts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, found % 2);
    }

    private static int FindAll(byte[] image, byte[][] hosts)
    {
        var sum = 0;
        for (var i = 0; i < 1_000; i++)
            foreach (var host in hosts)
                sum += HostImage.Find(image, host);
        return sum;
    }
}
