using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Decisions;

public sealed class NearestMissTests
{
    private static readonly string Services = TestPolicies.Service("api.example.com", "80 HTTP", "443 HTTPS") + TestPolicies.Service("*.wild.test", "80 HTTP");

    [Fact]
    public void Explain_Allowed_SaysNothing() =>
        Assert.Null(TestCall.Http("api.example.com").Explain(TestPolicies.Plan(Services)));

    [Theory]
    [InlineData("api.exmple.com", "nearest declared host is api.example.com (ServiceEntry/default/api.example.com (policy0.yaml:")]
    [InlineData("wild.test", "*.wild.test (ServiceEntry/default/any.wild.test (policy0.yaml:")]
    [InlineData("v2.api.example.com", "nearest declared host is api.example.com")]
    public void Explain_Unregistered_NamesTheNearestHost(string host, string start) =>
        Assert.StartsWith(start, TestCall.Http(host).Explain(TestPolicies.Plan(Services)), StringComparison.Ordinal);

    [Fact]
    public void Explain_FarHost_SaysNothing() =>
        Assert.Null(TestCall.Http("something.else").Explain(TestPolicies.Plan(Services)));

    [Fact]
    public void Explain_Port_ListsTheDeclaredOnes() =>
        Assert.StartsWith("api.example.com declares port 80 (HTTP), 443 (HTTPS) at ServiceEntry/default/api.example.com (policy0.yaml:10)",
            TestCall.Http("api.example.com", 81).Explain(TestPolicies.Plan(Services)), StringComparison.Ordinal);

    [Fact]
    public void Explain_Protocol_NamesBoth() =>
        Assert.StartsWith("the call is HTTP but port 443 is declared HTTPS at ", TestCall.Http("api.example.com", 443).Explain(TestPolicies.Plan(Services)), StringComparison.Ordinal);

    [Fact]
    public void Explain_NotAllowed_NamesTheNearestRuleAndTheFirstFailure()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Policy("ALLOW", """
            - to:
              - operation: {hosts: [other.test], methods: [GET]}
            - to:
              - operation:
                  hosts: [api.example.com]
                  methods: [POST, PUT]
            """, "callers"));
        var text = TestCall.Http("api.example.com").Explain(plan);
        Assert.StartsWith("nearest rule is AuthorizationPolicy/default/callers#rules[1] (policy0.yaml:", text, StringComparison.Ordinal);
        Assert.Contains("methods [POST, PUT] at policy0.yaml:", text, StringComparison.Ordinal);
        Assert.EndsWith("does not hold for \"GET\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_DeniedForWhatTheCallHides_SaysSo()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Policy("DENY", "- to: [{operation: {paths: [/admin]}}]", "no-admin"));
        var text = TestCall.Tls("api.example.com").Explain(plan);
        Assert.Contains("conditions that this call does not show (paths at policy0.yaml:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_NoRoute_NamesTheNearestRoute()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.VirtualService("api.example.com", """
            http:
            - match: [{method: {exact: POST}}]
              route: [{destination: {host: api.example.com, port: {number: 80}}}]
            - match: [{uri: {prefix: /v1}}]
              route: [{destination: {host: api.example.com, port: {number: 80}}}]
            """));
        Assert.StartsWith("nearest route is VirtualService/default/vs#http[1]: uri /v1* does not match / at policy0.yaml:",
            TestCall.Http("api.example.com").Explain(plan), StringComparison.Ordinal);
    }
}
