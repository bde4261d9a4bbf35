using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>
/// Judges calls against a plan. Pure: same plan and facts, same answer; no allocation, no I/O. The sidecar calls the
/// steps one by one from its stages; <c>explain</c> and tests call <see cref="Decide"/>.
/// </summary>
public static class PolicyEngine
{
    /// <summary>Registry, then authorization, then routing: the whole judgement in the order of the pipeline.</summary>
    public static Decision Decide(EgressPlan plan, in CallFacts facts)
    {
        var found = Lookup(plan, facts);
        if (!found.IsAllowed)
            return found;
        var allowed = Authorize(plan, facts, found);
        return allowed.IsAllowed ? Route(plan, facts, allowed) : allowed;
    }

    /// <summary>Which declared service is called, or why none is.</summary>
    public static Decision Lookup(EgressPlan plan, in CallFacts facts) => throw new NotImplementedException();

    /// <summary>May this caller make this call: CUSTOM is not here; DENY, then ALLOW; AUDIT is only noted.</summary>
    public static Decision Authorize(EgressPlan plan, in CallFacts facts, in Decision found) => throw new NotImplementedException();

    /// <summary>Which route of the service's VirtualService applies.</summary>
    public static Decision Route(EgressPlan plan, in CallFacts facts, in Decision allowed) => throw new NotImplementedException();
}
