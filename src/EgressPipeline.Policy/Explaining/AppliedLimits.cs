using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>The limits that an allowed call counts for. Whether one is reached is known only when it is made.</summary>
internal static class AppliedLimits
{
    public static IReadOnlyList<LimitPlan> Of(EgressPlan plan, in CallFacts facts, in Decision decision)
    {
        var applied = new List<LimitPlan>();
        if (!decision.IsAllowed || decision.Route is { } route && (route.Redirect is not null || route.DirectResponse is not null))
            return applied;
        foreach (var limit in plan.Limits)
            if (limit.IsFor(facts.Port, facts.Caller) && HostScope.Of(limit.Hosts, plan).Covers(decision.Host, facts.Host))
                applied.Add(limit);
        return applied;
    }
}
