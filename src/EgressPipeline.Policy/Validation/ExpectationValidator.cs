using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Testing;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one expectation: something is expected, and some call could meet all of it.</summary>
internal static class ExpectationValidator
{
    public static void Validate(ExpectationRule expect, CallKind? kind, DiagnosticBag bag)
    {
        var aspects = Expectations.Of(expect).ToArray();
        if (aspects.Length == 0)
            bag.Report(PolicyTestDiagnostics.NoExpectation, expect.Source);
        CheckVerdict(expect, aspects, bag);
        CheckKind(aspects, kind, bag);
        CheckAnswers(expect, aspects, bag);
        CheckRetries(expect.Retries, bag);
        if (expect.Weights is { } weights && weights.Values.Sum(w => (long)w.Value) == 0)
            bag.Report(PolicyTestDiagnostics.BadExpectation, Place(aspects, "weights", expect), "weights", "their sum must be above 0");
    }

    private static void CheckVerdict(ExpectationRule expect, Expectation[] aspects, DiagnosticBag bag)
    {
        var verdict = expect.Verdict?.Value;
        if (expect.Reason is { } reason && ReasonText.ByName.TryGetValue(reason.Value, out var known))
        {
            var implied = Verdicts.Word(Verdicts.Of(known));
            if (verdict is not null && verdict != implied && !(verdict == PolicyTestSchema.Refused && implied != "allowed"))
                bag.Report(PolicyTestDiagnostics.Contradiction, reason.Source, "reason " + reason, "it means that the verdict is " + implied + ", not " + verdict);
            verdict ??= implied;
        }
        // A word that does not exist has been reported; what it means is anybody's guess.
        if (verdict is not (PolicyTestSchema.Refused or "denied" or "unregistered" or "no-route"))
            return;
        foreach (var aspect in aspects)
            if (aspect.Scope != ExpectationScope.Any)
                bag.Report(PolicyTestDiagnostics.Contradiction, aspect.Source, aspect.Name, "a call that is not allowed goes nowhere");
    }

    private static void CheckKind(Expectation[] aspects, CallKind? kind, DiagnosticBag bag)
    {
        if (kind is null or CallKind.Http)
            return;
        foreach (var aspect in aspects)
            if (aspect.Scope is ExpectationScope.Request or ExpectationScope.Answer)
                bag.Report(PolicyTestDiagnostics.Contradiction, aspect.Source, aspect.Name, "only of HTTP requests that much is seen");
    }

    private static void CheckAnswers(ExpectationRule expect, Expectation[] aspects, DiagnosticBag bag)
    {
        if (expect.Redirect is null && expect.DirectResponse is null)
            return;
        if (expect.Redirect is { } redirect && expect.DirectResponse is not null)
            bag.Report(PolicyTestDiagnostics.Contradiction, redirect.Source, "redirect", "a direct response is expected, too");
        foreach (var aspect in aspects)
            if (aspect.Scope is ExpectationScope.Request or ExpectationScope.Destination)
                bag.Report(PolicyTestDiagnostics.Contradiction, aspect.Source, aspect.Name, "the sidecar answers the call itself");
    }

    private static void CheckRetries(RetryExpectationRule? retries, DiagnosticBag bag)
    {
        if (retries is null)
            return;
        if (retries is { IsDefault: false, Attempts: null, RetryOn: null, PerTryTimeout: null })
            bag.Report(PolicyTestDiagnostics.NoExpectation, retries.Source);
        if (retries.RetryOn is not { } retryOn)
            return;
        foreach (var part in retryOn.Value.Split(','))
        {
            var word = part.Trim();
            if (RetryConditionNames.Parse(word) == RetryConditions.None && !int.TryParse(word, out _))
                bag.Report(PolicyTestDiagnostics.BadExpectation, retryOn.Source, "retryOn", "'" + word + "' is no condition" + Spelling.Suggest(word, RetryConditionNames.Words));
        }
    }

    private static SourceRef Place(Expectation[] aspects, string name, ExpectationRule expect) =>
        Array.Find(aspects, aspect => aspect.Name == name)?.Source ?? expect.Source;
}
