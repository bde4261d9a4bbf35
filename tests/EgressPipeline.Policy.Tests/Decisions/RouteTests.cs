using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Decisions;

public sealed class RouteTests
{
    private const string Host = "api.example.com";

    private static readonly string Services =
        TestPolicies.Service(Host, "80 HTTP", "443 HTTPS", "9000 TCP") + TestPolicies.Service("v1.test", "80 HTTP") + TestPolicies.Service("v2.test", "80 HTTP");

    [Theory]
    [InlineData("uri: {exact: /a}", "/a", "", true)]
    [InlineData("uri: {exact: /a}", "/a/", "", false)]
    [InlineData("uri: {exact: /a}", "/A", "", false)]
    [InlineData("uri: {exact: /a}, ignoreUriCase: true", "/A", "", true)]
    [InlineData("uri: {prefix: /foo}", "/foobar", "", true)]
    [InlineData("uri: {prefix: /Foo}, ignoreUriCase: true", "/fOObar", "", true)]
    [InlineData("uri: {regex: '/v[0-9]'}", "/v1", "", true)]
    [InlineData("uri: {regex: '/v[0-9]'}", "/v12", "", false)]
    [InlineData("uri: {regex: '/v'}, ignoreUriCase: true", "/V", "", false)]
    [InlineData("method: {exact: GET}", "/", "", true)]
    [InlineData("method: {exact: POST}", "/", "", false)]
    [InlineData("scheme: {exact: http}", "/", "", true)]
    [InlineData("scheme: {exact: https}", "/", "", false)]
    [InlineData("authority: {exact: api.example.com}", "/", "", true)]
    [InlineData("authority: {exact: 'api.example.com:80'}", "/", "", true)]
    [InlineData("authority: {prefix: v2.}", "/", "", false)]
    [InlineData("port: 80", "/", "", true)]
    [InlineData("headers: {x-team: {exact: blue}}", "/", "", true)]
    [InlineData("headers: {x-team: {exact: Blue}}", "/", "", false)]
    [InlineData("headers: {x-team: {prefix: bl}}", "/", "", true)]
    [InlineData("headers: {x-team: {regex: '*'}}", "/", "", true)]
    [InlineData("headers: {x-team: {}}", "/", "", true)]
    [InlineData("headers: {x-none: {}}", "/", "", false)]
    [InlineData("headers: {x-team: {regex: 'bl.*'}, x-none: {exact: a}}", "/", "", false)]
    [InlineData("withoutHeaders: {x-none: {exact: a}}", "/", "", true)]
    [InlineData("withoutHeaders: {x-team: {exact: red}}", "/", "", true)]
    [InlineData("withoutHeaders: {x-team: {exact: blue}}", "/", "", false)]
    [InlineData("withoutHeaders: {x-team: {}}", "/", "", false)]
    [InlineData("withoutHeaders: {x-none: {}}", "/", "", true)]
    [InlineData("withoutHeaders: {x-none: {regex: '.*'}}", "/", "", false)]
    [InlineData("queryParams: {q: {exact: '1'}}", "/", "q=1&q=2", true)]
    [InlineData("queryParams: {q: {exact: '2'}}", "/", "q=1&q=2", false)]
    [InlineData("queryParams: {q: {prefix: a}}", "/", "q=abc", true)]
    [InlineData("queryParams: {q: {regex: '[0-9]+'}}", "/", "q=12", true)]
    [InlineData("queryParams: {q: {}}", "/", "q", true)]
    [InlineData("queryParams: {q: {}}", "/", "", false)]
    public void Http_Match_DecidesTheRoute(string match, string path, string query, bool matches)
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.VirtualService(Host, $$$"""
            http:
            - match: [{ {{{match}}} }]
              route: [{destination: {host: v1.test}}]
            - route: [{destination: {host: v2.test}}]
            """));
        var call = TestCall.Http(Host) with { Path = path, Query = query, Headers = [("x-team", "blue")] };
        Assert.Equal(matches ? "outbound|80||v1.test" : "outbound|80||v2.test", call.Target(plan));
    }

    [Fact]
    public void Http_FirstMatchWins_AndNamesRuleAndMatch()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.VirtualService(Host, """
            http:
            - name: first
              match: [{uri: {prefix: /x}}, {uri: {prefix: /a}}]
              route: [{destination: {host: v1.test}}]
            - match: [{uri: {regex: '/a/.*'}}]
              route: [{destination: {host: v2.test}}]
            """));
        var decision = (TestCall.Http(Host) with { Path = "/a/b" }).Decide(plan);
        Assert.Equal("first", decision.Route!.Name);
        Assert.Equal("VirtualService/default/vs#http[0]", decision.Route.Rule.Id);
        Assert.True(decision.Match!.IsPrefixMatch);
        Assert.Equal(2, decision.Match.MatchedPrefixLength("/a/b"u8));
    }

    [Fact]
    public void Http_NoRuleMatches_IsNoRoute()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.VirtualService(Host, """
            http:
            - match: [{uri: {prefix: /x}}]
              route: [{destination: {host: v1.test}}]
            """));
        Assert.Equal(DecisionReason.NoRoute, TestCall.Http(Host).Decide(plan).Reason);
    }

    [Fact]
    public void Http_DestinationWithoutPort_MeansTheCalledPort()
    {
        var plan = TestPolicies.Plan(
            TestPolicies.Service("two.test", "80 HTTP", "8080 HTTP") + TestPolicies.Service("back.test", "80 HTTP", "8080 HTTP")
            + TestPolicies.VirtualService("two.test", """
            http:
            - route: [{destination: {host: back.test}}]
            """));
        Assert.Equal("outbound|80||back.test", TestCall.Http("two.test", 80).Target(plan));
        Assert.Equal("outbound|8080||back.test", TestCall.Http("two.test", 8080).Target(plan));
    }

    [Fact]
    public void Http_HostOnlyInVirtualService_IsServedOnAnyPort()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.VirtualService("alias.test", """
            http:
            - route: [{destination: {host: v1.test}}]
            """));
        Assert.Equal("outbound|80||v1.test", TestCall.Http("alias.test", 80).Target(plan));
        Assert.Equal("outbound|80||v1.test", TestCall.Http("alias.test", 8888).Target(plan));
        Assert.Equal(DecisionReason.PortNotDeclared, TestCall.Tls("alias.test").Decide(plan).Reason);
    }

    [Fact]
    public void Tls_SniRoutes_GovernThePortsTheySpeakAbout()
    {
        var plan = TestPolicies.Plan(
            TestPolicies.Service("*.tls.test", "443 TLS", "8443 TLS") + TestPolicies.Service("gate.test", "443 TLS")
            + TestPolicies.VirtualService("*.tls.test", """
            tls:
            - match: [{port: 443, sniHosts: [a.tls.test]}]
              route: [{destination: {host: gate.test, port: {number: 443}}}]
            """));
        Assert.Equal("outbound|443||gate.test", TestCall.Tls("a.tls.test", 443).Target(plan));
        Assert.Equal("NoRoute", TestCall.Tls("b.tls.test", 443).Target(plan));
        Assert.Equal("outbound|8443||*.tls.test", TestCall.Tls("b.tls.test", 8443).Target(plan));
        Assert.Equal("outbound|443||gate.test", TestCall.Connect("a.tls.test", 443).Target(plan));
    }

    [Fact]
    public void Tcp_Routes_ChooseBySubnetAndFallBackToTheService()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Service("gate.test", "9001 TCP") + TestPolicies.VirtualService(Host, """
            tcp:
            - match: [{port: 9000, destinationSubnets: [10.0.0.0/8]}]
              route: [{destination: {host: gate.test}}]
            """));
        Assert.Equal("outbound|9001||gate.test", TestCall.Tcp("10.1.1.1", 9000).Target(plan));
        Assert.Equal("outbound|9000||api.example.com", TestCall.Tcp("203.0.113.9", 9000).Target(plan));
    }

    [Fact]
    public void Http_Weights_KeepTheirShares()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.VirtualService(Host, """
            http:
            - route:
              - {destination: {host: v1.test}, weight: 30}
              - {destination: {host: v2.test}, weight: 70}
            """));
        var route = TestCall.Http(Host).Decide(plan).Route!;
        Assert.Equal(100, route.TotalWeight);
        Assert.Equal([30, 70], route.Destinations.Select(d => d.Weight));
    }

    [Theory]
    [InlineData("", -1, RetryConditions.None)]
    [InlineData("retries: {}", 0, null)]
    [InlineData("retries: {attempts: 0}", 0, null)]
    [InlineData("retries: {attempts: 3, retryOn: '503,reset,429'}", 3, RetryConditions.Reset | RetryConditions.RetriableStatusCodes)]
    [InlineData("retries: {attempts: 2, retryOn: 'gateway-error,connect-failure'}", 2, RetryConditions.GatewayError | RetryConditions.ConnectFailure)]
    public void Http_Retries_AreReadAsIstioReadsThem(string retries, int attempts, RetryConditions? conditions)
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.VirtualService(Host, $$$"""
            http:
            - route: [{destination: {host: v1.test}}]
              {{{retries}}}
            """));
        var retry = TestCall.Http(Host).Decide(plan).Route!.Retry;
        Assert.Equal(attempts, retry?.Attempts ?? -1);
        if (attempts > 0)
            Assert.Equal(conditions, retry!.Conditions);
        if (attempts == 3)
            Assert.Equal([429, 503], retry!.StatusCodes);
    }
}
