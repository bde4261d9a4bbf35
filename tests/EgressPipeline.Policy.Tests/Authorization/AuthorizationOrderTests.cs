using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Authorization;

public sealed class AuthorizationOrderTests
{
    private const string Host = "api.example.com";

    private static readonly string Services = TestPolicies.Service(Host, "80 HTTP", "443 HTTPS", "5432 TCP");

    [Fact]
    public void Authorize_NoPolicies_Allows() =>
        Assert.Equal(DecisionReason.Allowed, TestCall.Http(Host).Decide(TestPolicies.Plan(Services)).Reason);

    [Fact]
    public void Authorize_DenyAndAllowMatch_Denies()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.AllowAll + TestPolicies.Policy("DENY", "- to: [{operation: {methods: [GET]}}]", "deny"));
        var decision = TestCall.Http(Host).Decide(plan);
        Assert.Equal(DecisionReason.DeniedByRule, decision.Reason);
        Assert.Equal("AuthorizationPolicy/default/deny#rules[0]", decision.Rule!.Id);
        Assert.True(decision.Rule.Source.Line > 0);
    }

    [Fact]
    public void Authorize_EmptySpec_DeniesEverything()
    {
        var plan = TestPolicies.Plan(Services + """
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: nothing }
            spec: {}

            """);
        var decision = TestCall.Http(Host).Decide(plan);
        Assert.Equal(DecisionReason.NotAllowed, decision.Reason);
        Assert.Equal("AuthorizationPolicy/default/nothing", decision.Rule!.Id);
    }

    [Fact]
    public void Authorize_EmptyRule_AllowsEverything()
    {
        var decision = TestCall.Http(Host).Decide(TestPolicies.Plan(Services + TestPolicies.AllowAll));
        Assert.True(decision.IsAllowed);
        Assert.Equal("AuthorizationPolicy/default/policy#rules[0]", decision.Rule!.Id);
    }

    [Fact]
    public void Authorize_AuditMatches_NotesItAndAllows()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Policy("AUDIT", "- to: [{operation: {ports: ['80']}}]", "audit"));
        var decision = TestCall.Http(Host).Decide(plan);
        Assert.True(decision.IsAllowed);
        Assert.Equal("AuthorizationPolicy/default/audit#rules[0]", decision.Audit!.Id);
    }

    [Theory]
    [InlineData("ALLOW", "to: [{operation: {paths: ['/public/*']}}]", false)]
    [InlineData("ALLOW", "to: [{operation: {notPaths: ['/private/*']}}]", false)]
    [InlineData("ALLOW", "to: [{operation: {ports: ['443']}}]", true)]
    [InlineData("ALLOW", "to: [{operation: {hosts: [api.example.com]}}]", true)]
    [InlineData("DENY", "to: [{operation: {paths: ['/private/*']}}]", false)]
    [InlineData("DENY", "to: [{operation: {notPaths: ['/public/*']}}]", false)]
    [InlineData("DENY", "to: [{operation: {ports: ['80'], paths: ['/private/*']}}]", true)]
    [InlineData("DENY", "to: [{operation: {hosts: [other.example.com], methods: [POST]}}]", true)]
    [InlineData("DENY", "when: [{key: 'request.headers[x]', values: [z]}]", false)]
    public void Authorize_HttpFieldOnTls_FailsClosed(string action, string rule, bool allowed)
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Policy(action, "- " + rule));
        Assert.Equal(allowed, TestCall.Tls(Host).Decide(plan).IsAllowed);
    }

    [Theory]
    [InlineData("ALLOW", "to: [{operation: {methods: [CONNECT]}}]", true)]
    [InlineData("ALLOW", "to: [{operation: {methods: [GET]}}]", false)]
    [InlineData("ALLOW", "to: [{operation: {hosts: [api.example.com], ports: ['443']}}]", true)]
    [InlineData("ALLOW", "to: [{operation: {paths: ['*']}}]", false)]
    [InlineData("DENY", "to: [{operation: {methods: [POST]}}]", true)]
    [InlineData("DENY", "to: [{operation: {paths: [/admin]}}]", false)]
    [InlineData("ALLOW", "when: [{key: connection.sni, values: [api.example.com]}]", true)]
    public void Authorize_Connect_KnowsAuthorityAndMethodOnly(string action, string rule, bool allowed)
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Policy(action, "- " + rule));
        Assert.Equal(allowed, TestCall.Connect(Host).Decide(plan).IsAllowed);
    }

    [Fact]
    public void Authorize_OpaqueTcp_IsNamedByItsService()
    {
        var plan = TestPolicies.Plan(Services + TestPolicies.Policy("ALLOW", "- to: [{operation: {hosts: [api.example.com]}}]"));
        Assert.True(TestCall.Tcp("203.0.113.7", 5432).Decide(plan).IsAllowed);
    }

    [Theory]
    [InlineData("shop", "app=web", "shop", "matchLabels: {app: web}", true)]
    [InlineData("shop", "app=web", "shop", "matchLabels: {app: db}", false)]
    [InlineData("shop", "app=web", "other", "matchLabels: {app: web}", false)]
    [InlineData("shop", "app=web", "istio-system", "matchLabels: {app: web}", true)]
    [InlineData("", "", "other", "matchLabels: {app: web}", true)]
    public void Compile_SelectorAndNamespace_DecideWhetherAPolicyApplies(string ns, string label, string policyNamespace, string selector, bool applies)
    {
        var policy = $$"""
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: nothing, namespace: {{policyNamespace}} }
            spec: { selector: { {{selector}} } }

            """;
        var workload = TestPolicies.Workload(ns, label.Length == 0 ? [] : [label]);
        Assert.Equal(!applies, TestCall.Http(Host).Decide(TestPolicies.Plan(Services + policy, workload)).IsAllowed);
    }
}
