using System.Globalization;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Reads the retries block. Written without attempts it turns retries off; not written, our default holds.</summary>
internal static class RetryCompiler
{
    /// <summary>Istio's conditions when attempts are given but retryOn is not.</summary>
    private const RetryConditions DefaultConditions = RetryConditions.ConnectFailure | RetryConditions.RefusedStream
        | RetryConditions.GrpcUnavailable | RetryConditions.GrpcCancelled | RetryConditions.RetriableStatusCodes;

    public static RetryPlan? Compile(RetryRule? rule, RuleRef route)
    {
        if (rule is null)
            return null;
        var codes = new SortedSet<int>();
        var text = rule.RetryOn.TextOrEmpty();
        var conditions = text.Length == 0 ? DefaultConditions : Parse(text, codes);
        var plan = new RetryPlan
        {
            Attempts = Math.Max(0, rule.Attempts.NumberOrZero()),
            Conditions = conditions,
            StatusCodes = [.. codes],
            PerTryTimeout = rule.PerTryTimeout.DurationOrZero(),
            Explicit = text.Length > 0,
            AvoidsTriedHosts = rule.RetryIgnorePreviousHosts ?? true,
            LeavesTriedPriorities = rule.RetryRemoteLocalities ?? false,
            Rule = route with { Source = rule.Source },
        };
        return rule.Backoff is { } backoff && backoff.Value > TimeSpan.Zero ? plan with { BackoffBase = backoff.Value } : plan;
    }

    /// <summary>Conditions and status codes, comma-separated; a code stands for "retriable-status-codes" with that code.</summary>
    internal static RetryConditions Parse(string text, ISet<int> codes)
    {
        var conditions = RetryConditions.None;
        foreach (var part in text.Split(','))
        {
            var token = part.Trim();
            if (int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                codes.Add(code);
                conditions |= RetryConditions.RetriableStatusCodes;
            }
            else
                conditions |= RetryConditionNames.Parse(token);
        }
        return conditions;
    }
}
