using System.Text;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Decisions;

public sealed class NameDecisionTests
{
    private const string Web = "spiffe://cluster.local/ns/shop/sa/web";
    private const string Job = "spiffe://cluster.local/ns/shop/sa/job";

    [Theory]
    [InlineData("", Web, DecisionReason.Allowed)]
    [InlineData("DENY|- to: [{operation: {hosts: [a.test]}}]", Web, DecisionReason.DeniedByRule)]
    [InlineData("DENY|- to: [{operation: {hosts: [a.test], ports: ['80']}}]", Web, DecisionReason.Allowed)]
    [InlineData("DENY|- to: [{operation: {hosts: [a.test], methods: [POST]}}]", Web, DecisionReason.Allowed)]
    [InlineData("DENY|- from: [{source: {principals: [cluster.local/ns/shop/sa/job]}}]", Job, DecisionReason.DeniedByRule)]
    [InlineData("DENY|- from: [{source: {principals: [cluster.local/ns/shop/sa/job]}}]", Web, DecisionReason.Allowed)]
    [InlineData("ALLOW|- from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]", Job, DecisionReason.NotAllowed)]
    [InlineData("ALLOW|- to: [{operation: {hosts: [a.test], methods: [GET], paths: [/only]}}]", Web, DecisionReason.Allowed)]
    [InlineData("ALLOW|- to: [{operation: {hosts: [b.test]}}]", Web, DecisionReason.NotAllowed)]
    [InlineData("ALLOW|- when: [{key: connection.sni, values: [a.test]}]", Web, DecisionReason.Allowed)]
    [InlineData("ALLOW|- to: [{operation: {ports: ['443']}}]", Web, DecisionReason.Allowed)]
    [InlineData("ALLOW|- to: [{operation: {ports: ['444']}}]", Web, DecisionReason.NotAllowed)]
    public void Resolve_DeclaredName_IsRefusedWhenEveryCallWouldBe(string policy, string caller, DecisionReason expected)
    {
        var yaml = TestPolicies.Service("a.test", "80 HTTP", "443 HTTPS");
        if (policy.Split('|') is [var action, var rules])
            yaml += TestPolicies.Policy(action, rules);
        Assert.Equal(expected, Resolve(TestPolicies.Plan(yaml), "a.test", caller).Reason);
    }

    [Theory]
    [InlineData(UnregisteredMode.Deny, "other.test", DecisionReason.Unregistered)]
    [InlineData(UnregisteredMode.Audit, "other.test", DecisionReason.AuditedUnregistered)]
    [InlineData(UnregisteredMode.Allow, "other.test", DecisionReason.AllowedUnregistered)]
    [InlineData(UnregisteredMode.Allow, "evil.test", DecisionReason.DeniedByRule)]
    public void Resolve_UndeclaredName_GetsWhatTheModeSays(UnregisteredMode mode, string name, DecisionReason expected)
    {
        var workload = new WorkloadContext("", new Dictionary<string, string>(), mode);
        var plan = TestPolicies.Plan(TestPolicies.Service("a.test", "80 HTTP") + TestPolicies.Policy("DENY", "- to: [{operation: {hosts: [evil.test]}}]"), workload);
        Assert.Equal(expected, Resolve(plan, name, Web).Reason);
    }

    private static Decision Resolve(EgressPlan plan, string name, string caller)
    {
        Assert.True(CallerIdentity.TryParse(caller, out var identity));
        return PolicyEngine.Resolve(plan, new CallFacts { Kind = CallKind.Tcp, Host = Encoding.ASCII.GetBytes(name), Caller = identity });
    }
}
