using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Host.Comparing;

/// <summary>A plan's answer in one clause, with the rule that gives it.</summary>
internal static class VerdictWords
{
    public static string Of(CallVerdict verdict)
    {
        var by = verdict.Rule is { } rule ? " by " + rule : "";
        var text = verdict.Reason switch
        {
            DecisionReason.Allowed => verdict.Rule is null ? "allowed: no ALLOW policy restricts it" : "allowed" + by,
            _ => (verdict.IsAllowed ? "allowed" : "denied") + by + ": " + ReasonText.Words(verdict.Reason),
        };
        return PrintableText.Of(text);
    }

    /// <summary>The value of an aspect.</summary>
    public static string OrNone(string value) => value.Length == 0 ? "none" : value;
}
