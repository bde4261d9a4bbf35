using CsCheck;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Validation.Access;

/// <summary>What is said of authorization rules holds for every call: advice that is wrong would open what it promises to leave alone.</summary>
public sealed class RedundantRulesProperties
{
    private static readonly WorkloadContext Web = TestPolicies.Workload("shop", "app=web");

    private static readonly Gen<string> Policies = Enumerable.Range(0, 5).Select(RandomAuthorization.Policy)
        .Aggregate(Gen.Const(""), (all, next) => Gen.Select(all, next, (left, right) => left + right));

    private static readonly Gen<TestCall[]> Calls = RandomServices.Gen1To(2).SelectMany(RandomCall.To).Array[20];

    [Fact]
    public void CoveredRule_LeftOut_ChangesNoDecision() => ForEachFinding(AuthorizationPolicyDiagnostics.Covered, atLeast: 200, (plan, finding, call) =>
    {
        var without = Without(plan, finding.Source);
        Assert.Equal(Verdict(plan, call), Verdict(without, call));
    });

    [Fact]
    public void AllowRule_TakenBack_NeverAllows() => ForEachFinding(AuthorizationPolicyDiagnostics.TakenBack, atLeast: 20, (plan, finding, call) =>
    {
        var rule = Array.Find(plan.Allow, r => r.Rule.Source == finding.Source);
        Assert.True(rule is null || rule.Evaluate(call.Facts()) != Truth.Yes || Verdict(plan, call) == "denied", call.ToString());
    });

    [Fact]
    public void Rule_ThatNothingFulfils_HoldsForNoCall() => ForEachFinding(AuthorizationPolicyDiagnostics.NeverMatches, atLeast: 200, (plan, finding, call) =>
    {
        var rule = plan.Allow.Concat(plan.Deny).Concat(plan.Audit)
            .Where(r => r.Rule.Source.Line == finding.Source.Line && r.Rule.Source.Column < finding.Source.Column).MaxBy(r => r.Rule.Source.Column);
        // Where there are alternatives, another one may hold.
        if (rule is { From.Length: <= 1, To.Length: <= 1 })
            Assert.NotEqual(Truth.Yes, rule.Evaluate(call.Facts()));
    });

    private static void ForEachFinding(DiagnosticDescriptor descriptor, int atLeast, Action<AuthorizationPlan, PolicyDiagnostic, TestCall> check)
    {
        var found = 0;
        Gen.Select(Policies, Calls).Sample((yaml, calls) =>
        {
            var set = Policy.PolicySet.Read([new PolicyFile("p.yaml", yaml)]);
            var findings = set.Diagnostics.Where(d => d.Id == descriptor.Id).ToArray();
            if (findings.Length == 0 || set.HasErrors)
                return;
            var plan = new AuthorizationCompiler(new Visibility(Web), new DiagnosticBag()).Compile(DocumentOrder.Sort(set.Documents.AuthorizationPolicies));
            foreach (var finding in findings)
                foreach (var call in calls)
                    check(plan, finding, call);
            Interlocked.Add(ref found, findings.Length);
        }, iter: 3000);
        Assert.True(found >= atLeast, $"only {found} findings");
    }

    private static AuthorizationPlan Without(AuthorizationPlan plan, SourceRef rule) => new()
    {
        Deny = Array.FindAll(plan.Deny, r => r.Rule.Source != rule),
        Allow = Array.FindAll(plan.Allow, r => r.Rule.Source != rule),
        Audit = plan.Audit,
        AllowPolicies = plan.AllowPolicies,
    };

    private static string Verdict(AuthorizationPlan plan, TestCall call)
    {
        var facts = call.Facts();
        foreach (var rule in plan.Deny)
            if (rule.Evaluate(facts) != Truth.No)
                return "denied";
        foreach (var rule in plan.Allow)
            if (rule.Evaluate(facts) == Truth.Yes)
                return "allowed";
        return plan.AllowPolicies.Length == 0 ? "allowed" : "refused";
    }
}
