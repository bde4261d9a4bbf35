using System.Globalization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for timeout and retries of an http rule.</summary>
internal static class RetryValidator
{
    /// <summary>Conditions that say nothing of whether the request was processed.</summary>
    private static readonly string[] AfterProcessing =
        ["5xx", "gateway-error", "reset", "retriable-4xx", "deadline-exceeded", "internal", "retriable-headers"];

    public static void Validate(HttpRouteRule route, DiagnosticBag bag)
    {
        if (route.Retries is not { } retries)
            return;
        if (retries.Attempts.NumberOrZero() == 0 && HasSettings(retries))
            bag.Report(VirtualServiceDiagnostics.BadRetry, retries.Source, "settings without attempts, which turns retries off");
        if (retries.RetryOn is { Value.Length: > 0 } retryOn)
            foreach (var condition in retryOn.Value.Split(','))
                CheckCondition(condition, retryOn, bag);
        CheckTimes(route, retries, bag);
        CheckRepetition(route, retries, bag);
    }

    /// <summary>Only where a match asks for such a method: a route for any method may well serve reads alone.</summary>
    private static void CheckRepetition(HttpRouteRule route, RetryRule retries, DiagnosticBag bag)
    {
        if (retries.Attempts.NumberOrZero() == 0 || retries.RetryOn is not { Value.Length: > 0 } retryOn)
            return;
        var isUnsafe = Array.Exists(retryOn.Value.Split(','), c => Array.IndexOf(AfterProcessing, c) >= 0 || IsStatus(c));
        var method = route.Match.Select(m => m.Method).FirstOrDefault(m => m is { Kind: StringMatchKind.Exact, Value: "POST" or "PATCH" });
        if (isUnsafe && method is not null)
            bag.Report(VirtualServiceDiagnostics.RepeatsUnsafe, retryOn.Source, retryOn.Value, method.Value);
    }

    private static bool HasSettings(RetryRule retries) =>
        retries.PerTryTimeout is not null || retries.RetryOn is { Value.Length: > 0 } || retries.RetryRemoteLocalities is not null || retries.Backoff is not null;

    private static void CheckCondition(string condition, Located<string> retryOn, DiagnosticBag bag)
    {
        if (RetryConditionNames.Parse(condition) == RetryConditions.None && !IsStatus(condition))
            bag.Report(VirtualServiceDiagnostics.BadRetry, retryOn.Source, "'" + condition + "' is no condition" + Spelling.Suggest(condition, RetryConditionNames.Words));
    }

    private static bool IsStatus(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is
            (>= 100 and <= 103) or (>= 200 and <= 208) or 226 or (>= 300 and <= 305) or 307 or 308
            or (>= 400 and <= 418) or (>= 421 and <= 426) or 428 or 429 or 431 or 451 or (>= 500 and <= 508) or 510 or 511;

    private static void CheckTimes(HttpRouteRule route, RetryRule retries, DiagnosticBag bag)
    {
        if (route.Timeout is not { Value.Ticks: > 0 } timeout || retries.PerTryTimeout is not { } perTry)
            return;
        if (perTry.Value >= timeout.Value)
            bag.Report(VirtualServiceDiagnostics.PerTryTimeoutTooLong, perTry.Source, "perTryTimeout is not below timeout, so it has no effect");
        // Divided, since the product of an absurd number of attempts is beyond a long; a negative one is the schema's finding.
        else if (perTry.Value.Ticks > timeout.Value.Ticks / (Math.Max(0L, retries.Attempts.NumberOrZero()) + 1))
            bag.Report(VirtualServiceDiagnostics.PerTryTimeoutTooLong, perTry.Source, "the tries together may take longer than timeout, which cuts the last ones off");
    }
}
