using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Testing;

/// <summary>
/// Runs PolicyTests: judges each call by the engine that the data plane uses, on a plan for the caller's workload, and
/// compares. Pure: no I/O, no clock, the same report for the same files.
/// </summary>
public static class PolicyTestRunner
{
    /// <summary>Runs every case that the files hold.</summary>
    public static PolicyTestReport Run(IReadOnlyList<PolicyFile> files) => Run(PolicySet.Read(files), "");

    /// <summary>Runs the cases whose document id and name, joined by a space, contain a text; case does not matter.</summary>
    public static PolicyTestReport Run(PolicySet policies, string filter)
    {
        var tests = policies.Documents.Tests;
        var found = tests.Sum(test => test.Cases.Length);
        if (policies.HasErrors)
            return new PolicyTestReport([], PolicyCoverage.Empty, policies.Diagnostics, found);
        var plans = new WorkloadPlans(policies);
        var coverage = new CoverageCounter(policies.Documents);
        var results = new List<CaseResult>();
        foreach (var test in tests)
            foreach (var @case in test.Cases)
                if (Run(test, @case, filter, plans, coverage) is { } result)
                    results.Add(result);
        return new PolicyTestReport(results, coverage.Build(), policies.Diagnostics, found);
    }

    /// <returns>The result, or null when the filter leaves the case out.</returns>
    private static CaseResult? Run(PolicyTestRule test, PolicyTestCaseRule @case, string filter, WorkloadPlans plans, CoverageCounter coverage)
    {
        // A set without errors has these three; the validator saw to it.
        if (@case.Call is not { } written || @case.Expect is not { } expect || CaseCall.Read(written, out _) is not { } call)
            return null;
        var name = Name(@case, call);
        if ((test.Meta.Id + " " + name).IndexOf(filter, StringComparison.OrdinalIgnoreCase) < 0)
            return null;
        var result = new CaseResult { Document = test.Meta.Id, Name = name, Call = call.Title, Source = @case.Source, Status = CaseStatus.NotRun };
        if (CaseCaller.Read(@case.From ?? test.From, test.Unregistered ?? UnregisteredMode.Deny, out _) is not { } caller)
            return result;
        var compiled = plans.For(caller.Workload);
        if (compiled.Plan is not { } plan)
            return result with { Problems = [.. compiled.Diagnostics.Where(d => d.Severity == Severity.Error)] };
        var trace = DecisionTrace.Of(plan, call, caller);
        coverage.Count(trace.Outcome, plan);
        var failures = Compare(expect, trace.Outcome);
        return result with { Status = failures.Length == 0 ? CaseStatus.Passed : CaseStatus.Failed, Trace = trace, Failures = failures };
    }

    private static CaseFailure[] Compare(ExpectationRule expect, DecisionOutcome outcome)
    {
        var failures = new List<CaseFailure>();
        foreach (var aspect in Expectations.Of(expect))
            if (aspect.Scope != ExpectationScope.Any && outcome.Verdict != Verdict.Allowed)
                failures.Add(new CaseFailure(aspect.Name, aspect.Expected, "nothing: the call is " + Verdicts.Word(outcome.Verdict), aspect.Source, outcome.Rule));
            else if (!aspect.Holds(outcome))
                failures.Add(new CaseFailure(aspect.Name, aspect.Expected, aspect.Read(outcome), aspect.Source, aspect.Decider(outcome)));
        return [.. failures];
    }

    private static string Name(PolicyTestCaseRule @case, CallDescription call)
    {
        if (@case.Name is { Value.Length: > 0 } name)
            return name.Value;
        return @case.From?.Principal is { } principal ? call.Title + " from " + principal : call.Title;
    }
}
