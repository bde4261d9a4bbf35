using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Decisions;

public sealed class LookupTests
{
    private static readonly EgressPlan Plan = TestPolicies.Plan(
        TestPolicies.Service("api.example.com", "80 HTTP", "443 HTTPS", "9000 TCP")
        + TestPolicies.Service("*.example.com", "80 HTTP", "8080 HTTP", "443 TLS")
        + """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: db }
        spec:
          hosts: [db.internal]
          addresses: [10.5.0.0/16, 10.5.1.7]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: NONE
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: near }
        spec:
          hosts: [near.internal]
          addresses: [10.5.1.0/24]
          ports: [{ number: 5432, name: tcp, protocol: TCP }, { number: 8000, name: http, protocol: HTTP }]
          resolution: NONE

        """);

    [Theory]
    [InlineData("api.example.com", 80, "outbound|80||api.example.com")]
    [InlineData("api.example.com", 8080, "outbound|8080||*.example.com")]
    [InlineData("api.example.com", 443, "ProtocolMismatch")]
    [InlineData("api.example.com", 81, "PortNotDeclared")]
    [InlineData("api.example.com", 9000, "outbound|9000||api.example.com")]
    [InlineData("x.y.example.com", 80, "outbound|80||*.example.com")]
    [InlineData("example.com", 80, "Unregistered")]
    [InlineData("evil.test", 5432, "Unregistered")]
    [InlineData("10.5.1.9", 8000, "outbound|8000||near.internal")]
    public void Http_HostAndPort_FindTheService(string host, int port, string expected) =>
        Assert.Equal(expected, TestCall.Http(host, port).Target(Plan));

    [Theory]
    [InlineData("api.example.com", 443, "outbound|443||api.example.com")]
    [InlineData("api.example.com", 80, "outbound|80||api.example.com")]
    [InlineData("api.example.com", 9000, "outbound|9000||api.example.com")]
    [InlineData("w.example.com", 443, "outbound|443||*.example.com")]
    [InlineData("10.5.9.9", 5432, "outbound|5432||db.internal")]
    [InlineData("api.example.com", 22, "PortNotDeclared")]
    [InlineData("other.test", 9000, "Unregistered")]
    public void Connect_Authority_IsTakenOnAnyDeclaredPort(string host, int port, string expected) =>
        Assert.Equal(expected, TestCall.Connect(host, port).Target(Plan));

    [Theory]
    [InlineData("api.example.com", 443, "outbound|443||api.example.com")]
    [InlineData("w.example.com", 443, "outbound|443||*.example.com")]
    [InlineData("api.example.com", 80, "ProtocolMismatch")]
    [InlineData("api.example.com", 9000, "outbound|9000||api.example.com")]
    [InlineData("other.test", 443, "Unregistered")]
    public void Tls_Sni_FindsTheService(string sni, int port, string expected) =>
        Assert.Equal(expected, TestCall.Tls(sni, port).Target(Plan));

    [Theory]
    [InlineData("10.5.9.9", 5432, "outbound|5432||db.internal")]
    [InlineData("10.5.1.9", 5432, "outbound|5432||near.internal")]
    [InlineData("10.5.1.7", 5432, "outbound|5432||db.internal")]
    [InlineData("10.6.0.1", 5432, "Unregistered")]
    [InlineData("10.5.9.9", 5433, "Unregistered")]
    [InlineData("198.51.100.1", 9000, "outbound|9000||api.example.com")]
    [InlineData("10.5.1.9", 8000, "ProtocolMismatch")]
    public void Tcp_Address_TakesTheLongestRangeThenThePort(string address, int port, string expected) =>
        Assert.Equal(expected, TestCall.Tcp(address, port).Target(Plan));

    [Theory]
    [InlineData(UnregisteredMode.Deny, DecisionReason.Unregistered, false)]
    [InlineData(UnregisteredMode.Audit, DecisionReason.AuditedUnregistered, true)]
    [InlineData(UnregisteredMode.Allow, DecisionReason.AllowedUnregistered, true)]
    public void Lookup_Undeclared_FollowsTheMode(UnregisteredMode mode, DecisionReason reason, bool allowed)
    {
        var plan = TestPolicies.Plan(TestPolicies.Service("a.test", "80 HTTP"), WorkloadContext.Unknown with { Unregistered = mode });
        var decision = TestCall.Http("b.test").Decide(plan);
        Assert.Equal((reason, allowed), (decision.Reason, decision.IsAllowed));
    }

    [Theory]
    [InlineData("10.5.1.9", "outbound|8000||near.internal")]
    [InlineData("6.6.6.6", "Unregistered")]
    [InlineData(null, "outbound|8000||near.internal")]
    public void Http_NoneWithAddresses_RefusesAnotherDialledAddress(string? dialled, string expected) =>
        Assert.Equal(expected, (TestCall.Http("near.internal", 8000) with { DestinationIp = dialled }).Target(Plan));

    [Fact]
    public void Http_UnknownNameOnPortOnlyService_IsRefusedByProxyAndTakenWhenIntercepted()
    {
        Assert.Equal("Unregistered", TestCall.Http("evil.test", 9000).Target(Plan));
        Assert.Equal("outbound|9000||api.example.com", (TestCall.Http("evil.test", 9000) with { DestinationIp = "198.51.100.1" }).Target(Plan));
    }

    [Fact]
    public void Lookup_Decision_NamesTheServicePort()
    {
        var decision = TestCall.Http("api.example.com").Lookup(Plan);
        Assert.Equal("ServiceEntry/default/api.example.com", decision.Rule!.Id);
        Assert.Equal("policy0.yaml", decision.Rule.Source.File);
    }
}
