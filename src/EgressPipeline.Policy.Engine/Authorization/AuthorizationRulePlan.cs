using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization;

/// <summary>One rule: one of <see cref="From"/>, one of <see cref="To"/> and all of <see cref="When"/>. Immutable.</summary>
public sealed class AuthorizationRulePlan
{
    /// <summary><c>AuthorizationPolicy/ns/name#rules[0]</c>.</summary>
    public required RuleRef Rule { get; init; }

    /// <summary>Alternatives (OR); empty = any source.</summary>
    public required ClauseSet[] From { get; init; }

    /// <summary>Alternatives (OR); empty = any operation.</summary>
    public required ClauseSet[] To { get; init; }
    public required ClauseSet When { get; init; }

    /// <summary>
    /// Whether the rule matches the call. <see cref="Truth.Unknown"/> when that hangs on something the call does not show.
    /// </summary>
    public Truth Evaluate(in CallFacts call)
    {
        var result = Any(To, call);
        if (result == Truth.No)
            return Truth.No;
        var from = Any(From, call);
        if (from == Truth.No)
            return Truth.No;
        var when = When.Evaluate(call);
        if (from < result)
            result = from;
        return when < result ? when : result;
    }

    /// <summary>True when one of the rules matches the call, or may: what cannot be judged is asked about.</summary>
    public static bool MayMatch(AuthorizationRulePlan[] rules, in CallFacts call)
    {
        foreach (var rule in rules)
            if (rule.Evaluate(call) != Truth.No)
                return true;
        return false;
    }

    private static Truth Any(ClauseSet[] alternatives, in CallFacts call)
    {
        if (alternatives.Length == 0)
            return Truth.Yes;
        var result = Truth.No;
        foreach (var alternative in alternatives)
        {
            var truth = alternative.Evaluate(call);
            if (truth == Truth.Yes)
                return Truth.Yes;
            if (truth > result)
                result = truth;
        }
        return result;
    }
}
