using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Authorization;

/// <summary>Policies on trial change no decision, and say what they would change.</summary>
public sealed class DryRunTests
{
    private const string Host = "api.example.com";

    private static readonly string Services = TestPolicies.Service(Host, "80 HTTP", "5432 TCP");

    [Fact]
    public void Deny_OnTrialThatMatches_IsAllowedAndWouldBeDenied()
    {
        var decision = Decide(OnTrial("DENY", "- to: [{operation: {methods: [GET]}}]", "trial"));
        Assert.Equal((DecisionReason.Allowed, DryRunResult.WouldDeny), (decision.Reason, decision.DryRun));
        Assert.Equal("AuthorizationPolicy/default/trial#rules[0]", decision.DryRunRule!.Id);
        Assert.True(decision.DryRunRule.Source.Line > 0);
    }

    [Fact]
    public void Deny_OnTrialThatDoesNotMatch_ChangesNothing()
    {
        var decision = Decide(OnTrial("DENY", "- to: [{operation: {methods: [POST]}}]", "trial"));
        Assert.Equal((DecisionReason.Allowed, DryRunResult.Same), (decision.Reason, decision.DryRun));
        Assert.Null(decision.DryRunRule);
    }

    [Fact]
    public void FirstAllow_OnTrialThatDoesNotMatch_WouldDeny()
    {
        var decision = Decide(OnTrial("ALLOW", "- to: [{operation: {methods: [POST]}}]", "trial"));
        Assert.Equal((DecisionReason.Allowed, DryRunResult.WouldDeny), (decision.Reason, decision.DryRun));
        Assert.Equal("AuthorizationPolicy/default/trial", decision.DryRunRule!.Id);
    }

    [Fact]
    public void FurtherAllow_OnTrialThatMatches_WouldAllowWhatIsDenied()
    {
        var decision = Decide(TestPolicies.Policy("ALLOW", "- to: [{operation: {methods: [POST]}}]", "now") + OnTrial("ALLOW", "- to: [{operation: {methods: [GET]}}]", "trial"));
        Assert.Equal((DecisionReason.NotAllowed, DryRunResult.WouldAllow), (decision.Reason, decision.DryRun));
        Assert.Equal("AuthorizationPolicy/default/trial#rules[0]", decision.DryRunRule!.Id);
    }

    // Istio judges by the policies on trial alone, and would call this a denial.
    [Fact]
    public void FurtherAllow_OnTrialThatDoesNotMatch_ChangesNothingThatAnotherAllows()
    {
        var decision = Decide(TestPolicies.AllowAll + OnTrial("ALLOW", "- to: [{operation: {methods: [POST]}}]", "trial"));
        Assert.Equal((DecisionReason.Allowed, DryRunResult.Same), (decision.Reason, decision.DryRun));
    }

    [Fact]
    public void Allow_OnTrial_DoesNotOverruleADeny()
    {
        var decision = Decide(TestPolicies.Policy("DENY", "- {}", "deny") + OnTrial("ALLOW", "- {}", "trial"));
        Assert.Equal((DecisionReason.DeniedByRule, DryRunResult.Same), (decision.Reason, decision.DryRun));
    }

    [Fact]
    public void OpaqueConnection_IsJudgedLikewise()
    {
        var plan = TestPolicies.Plan(Services + OnTrial("DENY", "- to: [{operation: {ports: ['5432']}}]", "trial"));
        Assert.Equal(DryRunResult.WouldDeny, TestCall.Tcp("192.0.2.1", 5432).Decide(plan).DryRun);
    }

    [Fact]
    public void Route_KeepsWhatTheTrialSaid()
    {
        var decision = Decide("""
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: routes }
            spec: { hosts: [api.example.com], http: [{ route: [{ destination: { host: api.example.com } }] }] }

            """ + OnTrial("DENY", "- {}", "trial"));
        Assert.NotNull(decision.Route);
        Assert.Equal(DryRunResult.WouldDeny, decision.DryRun);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("0")]
    public void Annotation_ThatSaysNo_Enforces(string value)
    {
        var decision = Decide(OnTrial("DENY", "- {}", "trial", value));
        Assert.Equal((DecisionReason.DeniedByRule, DryRunResult.Same), (decision.Reason, decision.DryRun));
    }

    [Fact]
    public void PlanWithoutTrial_HasNone() => Assert.Null(TestPolicies.Plan(Services + TestPolicies.AllowAll).Authorization.DryRun);

    [Fact]
    public void Hash_ChangesWhenATrialEnds()
    {
        var trial = TestPolicies.Plan(Services + OnTrial("DENY", "- {}", "trial")).Hash;
        var enforced = TestPolicies.Plan(Services + OnTrial("DENY", "- {}", "trial", "false")).Hash;
        Assert.NotEqual(trial, enforced);
        Assert.NotEqual(TestPolicies.Plan(Services).Hash, trial);
    }

    [Fact]
    public void Words_AreThoseOfTheLog() =>
        Assert.Equal(["same", "would_deny", "would_allow"], Enum.GetValues<DryRunResult>().Select(DryRunText.Name));

    private static Decision Decide(string policies) => TestCall.Http(Host).Decide(TestPolicies.Plan(Services + policies));

    private static string OnTrial(string action, string rules, string name, string value = "true") =>
        TestPolicies.Policy(action, rules, name).Replace("name: " + name + ",", "name: " + name + ", annotations: { istio.io/dry-run: '" + value + "' },", StringComparison.Ordinal);
}
