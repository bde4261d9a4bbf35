using EgressPipeline.Policy.Comparison;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Comparison;

public sealed class ReachabilityTests
{
    private static readonly string Api = TestPolicies.Service("api.test", "80 HTTP");

    [Fact]
    public void Compare_SamePolicies_FindsNothing()
    {
        var policies = Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {methods: [GET]}}]");

        Assert.False(Comparing.Compare(policies, policies).MayDiffer);
    }

    [Fact]
    public void Compare_ReorderedAndRespelt_FindsNothing()
    {
        var old = Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {methods: [GET, POST], paths: [/a, /b]}}]\n- from: [{source: {namespaces: [shop]}}]", "one");
        var next = TestPolicies.Policy("ALLOW", "- from: [{source: {namespaces: [shop]}}]\n- to: [{operation: {methods: [POST], paths: [/b, /a]}}, {operation: {methods: [GET], paths: [/a, /b]}}]", "another") + Api;

        Assert.False(Comparing.Compare(old, next).MayDiffer);
    }

    [Fact]
    public void Compare_SplitIntoTwoRules_FindsNothing()
    {
        var old = Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {paths: ['/v1/*']}}]");
        var next = Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {methods: [GET], paths: ['/v1/*']}}]\n- to: [{operation: {notMethods: [GET], paths: ['/v1/*']}}]");

        Assert.Empty(Comparing.Compare(old, next).Wider());
        Assert.Empty(Comparing.Compare(old, next).Narrower());
    }

    [Fact]
    public void Compare_NewService_IsNewlyReachable()
    {
        var comparison = Comparing.Compare(Api, Api + TestPolicies.Service("new.test", "443 TLS"));

        Assert.Equal(["Connect|Tls new.test:443"], comparison.Wider());
        Assert.Equal(DecisionReason.Unregistered, comparison.Wider[0].Old.Reason);
        Assert.Equal("ServiceEntry/default/new.test", comparison.Wider[0].New.Rule!.Id);
        Assert.Empty(comparison.Narrower());
    }

    [Fact]
    public void Compare_MethodAdded_IsNewlyReachableOnlyWhereTheRuleHolds()
    {
        var comparison = Comparing.Compare(Api + Rule("methods: [GET], paths: ['/v1/*']"), Api + Rule("methods: [GET, POST], paths: ['/v1/*']"));

        Assert.Equal(["Http api.test:80 callers cluster.local/ns/shop/*; methods POST; paths /v1/*"], comparison.Wider());
        var change = comparison.Wider[0];
        Assert.Equal("AuthorizationPolicy/default/policy#rules[0]", change.New.Rule!.Id);
        Assert.Equal("policy0.yaml", change.New.Rule.Source.File);
        Assert.Contains("methods [GET]", change.Old.Nearest, StringComparison.Ordinal);
        Assert.Equal(("POST", "/v1/"), (change.Example!.Method, change.Example.Path));
    }

    [Fact]
    public void Compare_PathTakenAway_IsNewlyDenied()
    {
        var comparison = Comparing.Compare(Api + Rule("paths: ['/v1/*']"), Api + Rule("paths: ['/v1/a*', /v1/b]"));

        Assert.Equal(["Http api.test:80 callers cluster.local/ns/shop/*; paths /v1/* except /v1/a*, /v1/b"], comparison.Narrower());
        Assert.Empty(comparison.Wider());
    }

    [Fact]
    public void Compare_ShadowedByAnEarlierAllow_FindsNothing()
    {
        var everything = TestPolicies.Policy("ALLOW", "- {}", "everything");

        Assert.False(Comparing.Compare(Api + everything, Api + everything + Rule("methods: [GET]")).MayDiffer);
    }

    [Fact]
    public void Compare_DenyAddedInsideAllow_IsNewlyDeniedInsideOnly()
    {
        var old = Api + Rule("methods: [GET, POST]");
        var comparison = Comparing.Compare(old, old + TestPolicies.Policy("DENY", "- to: [{operation: {ports: ['80'], paths: [/admin]}}]", "deny"));

        // A CONNECT shows no path, so it cannot be judged and is refused; but no ALLOW rule took it before either.
        Assert.Equal(["Http api.test:80 callers cluster.local/ns/shop/*; methods GET, POST; paths /admin"], comparison.Narrower());
        Assert.Equal(DecisionReason.DeniedByRule, comparison.Narrower[0].New.Reason);
    }

    [Fact]
    public void Compare_DenyOnPath_AlsoRefusesWhatShowsNoPath()
    {
        var comparison = Comparing.Compare(Api, Api + TestPolicies.Policy("DENY", "- to: [{operation: {ports: ['80'], paths: [/admin]}}]"));

        Assert.Equal(["Connect api.test:80", "Http api.test:80 paths /admin"], comparison.Narrower().Order());
        Assert.Empty(comparison.Wider());
    }

    [Fact]
    public void Compare_FirstAllowPolicy_DeniesTheRest()
    {
        var comparison = Comparing.Compare(Api, Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {hosts: [api.test], methods: [GET]}}]"));

        Assert.Equal(["Connect api.test:80", "Http api.test:80 methods any except GET"], comparison.Narrower().Order());
        Assert.Empty(comparison.Wider());
    }

    [Fact]
    public void Compare_PrefixAgainstTemplate_FindsTheDifference()
    {
        var comparison = Comparing.Compare(Api + Rule("paths: ['/v1/{*}/items']"), Api + Rule("paths: ['/v1/{*}/items', '/v1/a*']"));

        Assert.Equal(["Http api.test:80 callers cluster.local/ns/shop/*; paths /v1/a* except /v1/{*}/items"], comparison.Wider());
    }

    [Fact]
    public void Compare_HeaderCondition_IsToldWithItsValue()
    {
        var comparison = Comparing.Compare(
            Api + TestPolicies.Policy("ALLOW", "- when: [{key: 'request.headers[x-team]', values: [blue]}]"),
            Api + TestPolicies.Policy("ALLOW", "- when: [{key: 'request.headers[x-team]', values: [blue, 'green*']}]"));

        Assert.Equal(["Http|Connect api.test:80 header x-team green*"], comparison.Wider());
        Assert.Equal("green", comparison.Wider[0].Example!.Headers.Single().Value);
    }

    [Fact]
    public void Compare_NegatedHeader_TakesRequestsWithoutIt()
    {
        var comparison = Comparing.Compare(
            Api + TestPolicies.Policy("ALLOW", "- when: [{key: 'request.headers[x-team]', values: [blue]}]"),
            Api + TestPolicies.Policy("ALLOW", "- when: [{key: 'request.headers[x-team]', notValues: [red]}]"));

        Assert.Equal(["Http|Connect api.test:80 header x-team any except blue, red"], comparison.Wider());
        Assert.Empty(comparison.Wider[0].Example!.Headers);
        Assert.Empty(comparison.Narrower());
    }

    [Fact]
    public void Compare_SmallerRange_IsDeniedInTheRest()
    {
        var comparison = Comparing.Compare(
            Api + TestPolicies.Policy("ALLOW", "- from: [{source: {ipBlocks: [10.0.0.0/8]}}]"),
            Api + TestPolicies.Policy("ALLOW", "- from: [{source: {ipBlocks: [10.0.0.0/9]}}]"));

        Assert.Equal(["Http|Connect api.test:80 source addresses 10.128.0.0/9"], comparison.Narrower());
    }

    [Fact]
    public void Compare_WildcardWithDeclaredNameInside_TellsThemApart()
    {
        var old = TestPolicies.Service("*.a.test", "443 TLS") + TestPolicies.Service("b.a.test", "443 TLS");
        var comparison = Comparing.Compare(
            old + TestPolicies.Policy("ALLOW", "- to: [{operation: {hosts: [b.a.test]}}]"),
            old + TestPolicies.Policy("ALLOW", "- to: [{operation: {hosts: ['*.a.test']}}]"));

        Assert.Equal(["Connect|Tls *.a.test except b.a.test:443"], comparison.Wider());
    }

    [Fact]
    public void Compare_HostNamedOnlyInARule_IsTakenOutOfItsWildcard()
    {
        var old = TestPolicies.Service("*.a.test", "443 TLS");
        var comparison = Comparing.Compare(old, old + TestPolicies.Policy("DENY", "- to: [{operation: {ports: ['443'], hosts: [bad.a.test]}}]"));

        Assert.Equal(["Connect|Tls bad.a.test:443"], comparison.Narrower());
    }

    [Fact]
    public void Compare_TcpServiceByAddress_IsToldByAddress()
    {
        var comparison = Comparing.Compare(Api, Api + Database("10.20.0.0/16"));

        Assert.StartsWith("Tcp no name:5432 at 10.20.0.0/16 + ", comparison.Wider().Single(), StringComparison.Ordinal);
        Assert.Equal(CallKind.Tcp, comparison.Wider[0].Example!.Kind);
    }

    [Fact]
    public void Compare_TcpServiceWithSmallerAddress_IsDeniedInTheRest()
    {
        var comparison = Comparing.Compare(Database("10.20.0.0/16"), Database("10.20.0.0/17"));

        Assert.StartsWith("Tcp no name:5432 at 10.20.128.0/17", comparison.Narrower().Single(), StringComparison.Ordinal);
        Assert.Empty(comparison.Wider());
    }

    [Fact]
    public void Compare_MoreSpecificServiceEntry_AddsItsPortToItsNameOnly()
    {
        var wildcard = TestPolicies.Service("*.a.test", "443 TLS");
        var comparison = Comparing.Compare(wildcard, wildcard + TestPolicies.Service("b.a.test", "80 HTTP"));

        Assert.Equal(["Http|Connect b.a.test:80"], comparison.Wider());
        Assert.Empty(comparison.Narrower());
    }

    [Fact]
    public void Compare_UndeclaredLetThrough_IsNewlyReachableForEveryOtherName()
    {
        var old = TestPolicies.Plan(Api);
        var next = TestPolicies.Plan(Api, WorkloadContext.Unknown with { Unregistered = UnregisteredMode.Allow });
        var comparison = PlanComparer.Compare(old, next, ComparisonOptions.Default);

        var change = Assert.Single(comparison.Wider);
        Assert.Equal(DecisionReason.AllowedUnregistered, change.New.Reason);
        Assert.True(change.Region.Covers(Decisions.TestCall.Http("somewhere.else").Facts()));
        Assert.True(change.Region.Covers(Decisions.TestCall.Tcp("203.0.113.9", 6379).Facts()));
        Assert.False(change.Region.Covers(Decisions.TestCall.Http("api.test").Facts()));
        // The host stays declared, so its other ports stay refused.
        Assert.False(change.Region.Covers(Decisions.TestCall.Http("api.test", 81).Facts()));
    }

    [Fact]
    public void Compare_NoRouteLeft_IsNewlyDenied()
    {
        var routes = TestPolicies.VirtualService("api.test", "http:\n- match: [{uri: {prefix: /v1}}]\n  route: [{destination: {host: api.test}}]");
        var comparison = Comparing.Compare(Api, Api + routes);

        Assert.Equal(["Http api.test:80 paths any except /v1*"], comparison.Narrower());
        Assert.Equal(DecisionReason.NoRoute, comparison.Narrower[0].New.Reason);
    }

    [Fact]
    public void Compare_ForOneCaller_LeavesOthersOut()
    {
        var old = TestPolicies.Plan(Api + Rule("methods: [GET]"));
        var next = TestPolicies.Plan(Api + Rule("methods: [GET, POST]"));
        CallerIdentity.TryParse("spiffe://cluster.local/ns/other/sa/job", out var stranger);
        CallerIdentity.TryParse("spiffe://cluster.local/ns/shop/sa/web", out var web);

        Assert.False(PlanComparer.Compare(old, next, ComparisonOptions.Default with { Caller = stranger }).MayDiffer);
        var wider = Assert.Single(PlanComparer.Compare(old, next, ComparisonOptions.Default with { Caller = web }).Wider);
        Assert.Equal("Http api.test:80 methods POST", Comparing.Line(wider.Region));
        Assert.Equal(web, wider.Example!.Caller);
    }

    private static string Database(string address) => $$"""
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: db, namespace: default }
        spec:
          hosts: [db.test]
          addresses: ["{{address}}"]
          location: MESH_EXTERNAL
          resolution: NONE
          ports: [{ number: 5432, name: tcp, protocol: TCP }]

        """;

    private static string Rule(string operation) => TestPolicies.Policy("ALLOW", $"- from: [{{source: {{principals: ['cluster.local/ns/shop/*']}}}}]\n  to: [{{operation: {{{operation}}}}}]");
}
