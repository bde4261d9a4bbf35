using System.Globalization;
using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Testing;

/// <summary>Expectations about an HTTP request: its bounds, repetitions and rewrites, or the sidecar's own answer.</summary>
internal static class RequestExpectations
{
    private const string None = "none";

    public static IEnumerable<Expectation> Of(ExpectationRule expect)
    {
        if (expect.Timeout is { } timeout)
            yield return Aspect("timeout", timeout, OutcomeText.Duration(timeout.Value), o => o.Retry is null ? None : OutcomeText.Duration(o.Timeout));
        if (expect.Path is { } path)
            yield return Aspect("path", path, path.Value, o => o.Path ?? None);
        if (expect.Authority is { } authority)
            yield return Aspect("authority", authority, authority.Value, o => o.Authority ?? None);
        foreach (var retries in Retries(expect.Retries))
            yield return retries;
        foreach (var answer in Answers(expect))
            yield return answer;
    }

    private static IEnumerable<Expectation> Retries(RetryExpectationRule? retries)
    {
        if (retries is null)
            yield break;
        if (retries.IsDefault)
            yield return new Expectation("retries", ExpectationScope.Request, retries.Source, "default", RetriesText, o => o.IsDefaultRetry, RetriedBy);
        if (retries.Attempts is { } attempts)
            yield return new Expectation("retries", ExpectationScope.Request, attempts.Source, Number(attempts.Value), RetriesText, o => !o.IsDefaultRetry && o.Retry?.Attempts == attempts.Value, RetriedBy);
        if (retries.RetryOn is { } retryOn)
        {
            var expected = Conditions(retryOn.Value);
            yield return new Expectation("retryOn", ExpectationScope.Request, retryOn.Source, string.Join(",", expected), o => o.Retry is { } r ? Conditions(r) : None, o => o.Retry is { } r && Conditions(r) == string.Join(",", expected), RetriedBy);
        }
        if (retries.PerTryTimeout is { } perTry)
            yield return new Expectation("perTryTimeout", ExpectationScope.Request, perTry.Source, OutcomeText.Duration(perTry.Value), o => o.Retry is { } r ? OutcomeText.Duration(r.PerTryTimeout) : None, o => o.Retry?.PerTryTimeout == perTry.Value, RetriedBy);
    }

    private static IEnumerable<Expectation> Answers(ExpectationRule expect)
    {
        if (expect.Redirect is { Code: { } code })
            yield return Answer("redirect", code.Source, Number(code.Value), o => o.Redirect is { } r ? Number(r.Code) : None);
        if (expect.Redirect is { Location: { } location })
            yield return Answer("location", location.Source, location.Value, o => o.Redirect is { } r ? r.Location : None);
        if (expect.DirectResponse is { Status: { } status })
            yield return Answer("directResponse", status.Source, Number(status.Value), o => o.DirectResponse is { } r ? Number(r.Status) : None);
        if (expect.DirectResponse is { Body: { } body })
            yield return Answer("body", body.Source, body.Value, o => o.DirectResponse is { } r ? System.Text.Encoding.UTF8.GetString(r.Body) : None);
    }

    private static Expectation Aspect<T>(string name, Located<T> written, string expected, Func<DecisionOutcome, string> read) =>
        new(name, ExpectationScope.Request, written.Source, expected, read, o => o.Retry is not null && read(o) == expected, o => o.RouteRule ?? o.ServiceRule);

    private static Expectation Answer(string name, Diagnostics.SourceRef source, string expected, Func<DecisionOutcome, string> read) =>
        new(name, ExpectationScope.Answer, source, expected, read, o => read(o) == expected, o => o.RouteRule ?? o.ServiceRule);

    private static string RetriesText(DecisionOutcome outcome) =>
        outcome.Retry is { } retry ? OutcomeText.Retries(retry) + (outcome.IsDefaultRetry ? " (default)" : "") : None;

    private static RuleRef? RetriedBy(DecisionOutcome outcome) => outcome.Retry?.Rule ?? outcome.RouteRule ?? outcome.ServiceRule;

    private static string Conditions(RetryPlan retry) => string.Join(",", OutcomeText.Conditions(retry));

    // Through the compiler's own reading, so that order and spelling of codes do not matter.
    private static IReadOnlyList<string> Conditions(string written)
    {
        var codes = new SortedSet<int>();
        var conditions = RetryCompiler.Parse(written, codes);
        return RetryConditionNames.Of(conditions, [.. codes]);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
