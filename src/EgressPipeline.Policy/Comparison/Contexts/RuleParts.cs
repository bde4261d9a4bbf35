using EgressPipeline.Policy.Authorization;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>The clause sets of a rule, whatever their part in it.</summary>
internal static class RuleParts
{
    public static IEnumerable<ClauseSet> Of(AuthorizationRulePlan rule)
    {
        foreach (var set in rule.To)
            yield return set;
        foreach (var set in rule.From)
            yield return set;
        yield return rule.When;
    }
}
