using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Authorization;

/// <summary>CUSTOM policies: their rules say which requests a filter is asked about, and calls without a request are refused.</summary>
public sealed class CustomTests
{
    private const string Host = "api.example.com";

    private static readonly string Services = TestPolicies.Service(Host, "80 HTTP", "443 HTTPS", "5432 TCP");

    [Theory]
    [InlineData("POST", true)]
    [InlineData("GET", false)]
    public void Request_ThatARuleMatches_IsAskedAbout(string method, bool isAsked)
    {
        var plan = TestPolicies.Plan(Services + Custom("- to: [{operation: {methods: [POST]}}]") + Binding());

        var outcome = Trace(plan, method).Outcome;

        Assert.Equal(Verdict.Allowed, outcome.Verdict);
        Assert.Equal(isAsked ? ["default/opa AuthorizationPolicy/default/ask#rules[0]"] : [], outcome.Asked.Select(one => one.Authorizer.Name + " " + one.Rule.Id));
    }

    [Fact]
    public void Request_ThatIsDenied_IsNotAskedAbout()
    {
        var plan = TestPolicies.Plan(Services + Custom("- {}") + Binding() + TestPolicies.Policy("DENY", "- {}", "deny"));
        Assert.Empty(Trace(plan, "GET").Outcome.Asked);
    }

    [Fact]
    public void Trace_OfARequestThatIsAskedAbout_SaysWhoDecides()
    {
        var step = Assert.Single(Trace(TestPolicies.Plan(Services + Custom("- {}") + Binding()), "GET").Steps, step => step.Stage == "ask");
        Assert.Equal("default/opa (external-authorization) decides", step.Text);
        Assert.Equal("AuthorizationPolicy/default/ask#rules[0]", step.Rule!.Id);
    }

    [Theory]
    [InlineData("- to: [{operation: {hosts: [api.example.com]}}]", false)]
    [InlineData("- to: [{operation: {methods: [POST]}}]", false)] // unknown is not no
    [InlineData("- to: [{operation: {ports: ['80']}}]", true)]
    public void CallWithoutARequest_ThatARuleMayMatch_IsRefused(string rule, bool isAllowed)
    {
        var plan = TestPolicies.Plan(Services + Custom(rule) + Binding());
        foreach (var call in new[] { TestCall.Tls(Host), TestCall.Tcp("192.0.2.1", 5432) })
        {
            var decision = call.Decide(plan);
            if (call.Kind == CallKind.Tcp && decision.Host is null)
                continue; // opaque TCP by an address that nobody declares
            Assert.Equal(isAllowed, decision.IsAllowed);
            Assert.Equal(isAllowed ? DecisionReason.Allowed : DecisionReason.DeniedByRule, decision.Reason);
        }
    }

    [Fact]
    public void Name_OfAServiceThatIsAskedAbout_MayBeResolved()
    {
        var plan = TestPolicies.Plan(Services + Custom("- to: [{operation: {hosts: [api.example.com]}}]") + Binding());
        Assert.True(PolicyEngine.Resolve(plan, new() { Kind = CallKind.Tcp, Host = "api.example.com"u8, Caller = CallerIdentity.Anonymous }).IsAllowed);
    }

    [Fact]
    public void Provider_OfTheRootNamespace_IsFound()
    {
        var plan = TestPolicies.Plan(Services + Custom("- {}") + Binding(ns: "istio-system"));
        Assert.NotNull(Assert.Single(plan.FilterBindings).When);
    }

    [Fact]
    public void Binding_ThatTwoPoliciesAsk_IsAskedByTheRulesOfBoth()
    {
        var plan = TestPolicies.Plan(Services + Custom("- to: [{operation: {methods: [POST]}}]") + Custom("- to: [{operation: {methods: [PUT]}}]", "more") + Binding());
        Assert.Equal(2, Assert.Single(plan.FilterBindings).When!.Length);
    }

    [Fact]
    public void Binding_ThatNoPolicyAsks_IsForEveryCall() => Assert.Null(Assert.Single(TestPolicies.Plan(Services + Binding()).FilterBindings).When);

    [Theory]
    [InlineData("", "no enabled FilterBinding has that name")]
    [InlineData("opa1", "did you mean")]
    [InlineData("opa|enabled: false", "no enabled FilterBinding")]
    [InlineData("opa|hosts: [api.example.com]", "bound to hosts, services or routes")]
    [InlineData("opa|workloadSelector: { matchLabels: { app: other } }", "does not select the workload")]
    public void Provider_ThatDoesNotAnswerForAllCalls_IsAnError(string binding, string expected)
    {
        var parts = binding.Split('|');
        var yaml = Services + Custom("- {}") + (parts[0].Length == 0 ? "" : Binding(parts[0], parts.Length > 1 ? parts[1] : ""));

        var finding = Assert.Single(TestPolicies.Compile(TestPolicies.Workload("default", "app=web"), yaml).Diagnostics, d => d.Severity == Policy.Diagnostics.Severity.Error);

        Assert.Equal("EGP0917", finding.Id);
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
        Assert.True(finding.Source.Line > 0);
    }

    [Fact]
    public void Hash_ChangesWithTheRules()
    {
        var one = TestPolicies.Plan(Services + Custom("- to: [{operation: {methods: [POST]}}]") + Binding()).Hash;
        var other = TestPolicies.Plan(Services + Custom("- to: [{operation: {methods: [PUT]}}]") + Binding()).Hash;
        Assert.NotEqual(one, other);
    }

    private static DecisionTrace Trace(EgressPlan plan, string method) =>
        DecisionTrace.Of(plan, CallDescription.Parse(CallWords.Of(method, "http://" + Host + "/"), out _)!, CallSource.Anonymous);

    private static string Custom(string rules, string name = "ask") =>
        TestPolicies.Policy("CUSTOM", rules, name).Replace("  action: CUSTOM", "  action: CUSTOM\n  provider: { name: opa }", StringComparison.Ordinal);

    private static string Binding(string name = "opa", string more = "", string ns = "default") => $$"""
        ---
        apiVersion: egresspipeline.dev/v1
        kind: FilterBinding
        metadata: { name: {{name}}, namespace: {{ns}} }
        spec:
          filter: external-authorization
          {{more}}

        """;
}
