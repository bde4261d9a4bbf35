using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>Who is asked about a request that the policies allow. What they answer is known only when they are.</summary>
internal static class AskedAuthorizers
{
    public static IReadOnlyList<(FilterBindingPlan Authorizer, RuleRef Rule)> Of(EgressPlan plan, in CallFacts facts, in Decision decision)
    {
        var asked = new List<(FilterBindingPlan, RuleRef)>();
        if (!decision.IsAllowed || facts.Kind != CallKind.Http)
            return asked;
        foreach (var binding in plan.FilterBindings)
            foreach (var rule in binding.When ?? [])
                if (rule.Evaluate(facts) != Truth.No)
                    asked.Add((binding, rule.Rule));
        return asked;
    }
}
