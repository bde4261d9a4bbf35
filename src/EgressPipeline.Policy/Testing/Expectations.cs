using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Testing;

/// <summary>Takes a written expectation apart into the aspects that are compared one by one.</summary>
internal static class Expectations
{
    private const string None = "none";

    /// <summary>Every aspect that is written, in the order of the decision.</summary>
    public static IEnumerable<Expectation> Of(ExpectationRule expect) =>
        Decision(expect).Concat(DestinationExpectations.Of(expect)).Concat(RequestExpectations.Of(expect));

    private static IEnumerable<Expectation> Decision(ExpectationRule expect)
    {
        if (expect.Verdict is { } verdict)
            yield return new Expectation("verdict", ExpectationScope.Any, verdict.Source, verdict.Value, VerdictText, o => IsVerdict(o, verdict.Value), o => o.Rule);
        if (expect.Reason is { } reason)
            yield return new Expectation("reason", ExpectationScope.Any, reason.Source, reason.Value, o => ReasonText.Name(o.Reason), o => ReasonText.Name(o.Reason) == reason.Value, o => o.Rule);
        if (expect.By is { } by)
            yield return Rule("by", ExpectationScope.Any, by, o => o.Rule);
        if (expect.Audit is { } audit)
            yield return Rule("audit", ExpectationScope.Any, audit, o => o.Audit);
        if (expect.Service is { } service)
            yield return new Expectation("service", ExpectationScope.Any, service.Source, service.Value, ServiceText, o => IsService(o, service.Value), o => o.ServiceRule);
        if (expect.Route is { } route)
            yield return new Expectation("route", ExpectationScope.Allowed, route.Source, route.Value, RouteText, o => IsRoute(o, route.Value), o => o.RouteRule ?? o.ServiceRule);
    }

    private static Expectation Rule(string name, ExpectationScope scope, Located<string> written, Func<DecisionOutcome, RuleRef?> read) =>
        new(name, scope, written.Source, written.Value, o => read(o)?.Id ?? None, o => read(o) is { } rule ? RuleId.IsMeant(rule.Id, written.Value) : written.Value == None, read);

    private static bool IsVerdict(DecisionOutcome outcome, string word) =>
        word == PolicyTestSchema.Refused ? outcome.Verdict != Verdict.Allowed : Verdicts.Word(outcome.Verdict) == word;

    // The words behind the verdict are what a reader needs first when it is another one.
    private static string VerdictText(DecisionOutcome outcome) => outcome.Verdict == Verdict.Allowed
        ? Verdicts.Word(outcome.Verdict)
        : Verdicts.Word(outcome.Verdict) + " (" + ReasonText.Words(outcome.Reason) + ")";

    private static bool IsService(DecisionOutcome outcome, string written) =>
        outcome.Service is null ? written == None : outcome.Service == written || (outcome.ServiceRule is { } rule && RuleId.IsMeant(rule.Id, written));

    private static string ServiceText(DecisionOutcome outcome) => outcome.Service ?? None;

    private static bool IsRoute(DecisionOutcome outcome, string written) =>
        outcome.RouteRule is { } rule ? outcome.Route == written || RuleId.IsMeant(rule.Id, written) : written == None;

    private static string RouteText(DecisionOutcome outcome)
    {
        if (outcome.RouteRule is not { } rule)
            return None;
        return outcome.Route == RuleId.Fragment(rule.Id) ? rule.Id : outcome.Route + " (" + rule.Id + ")";
    }
}
