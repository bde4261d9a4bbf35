using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Asks the engine about one call, as the data plane would.</summary>
internal static class Judge
{
    public static Decision Decide(PlanView view, ComparedCall call) => PolicyEngine.Decide(view.Plan, view.AsSeen(call.Facts()));

    /// <summary>
    /// The rule that makes the difference to the other plan: of an allowed call the policy, route or service that the other
    /// plan lacks, and nothing where the other plan has a rule that refuses.
    /// </summary>
    public static RuleRef? Rule(PlanView view, in Decision decision, DecisionReason other)
    {
        if (!decision.IsAllowed)
            return decision.Rule;
        return other switch
        {
            DecisionReason.Unregistered or DecisionReason.PortNotDeclared or DecisionReason.ProtocolMismatch => decision.Port?.Rule ?? decision.Host?.VirtualService,
            DecisionReason.NoRoute => decision.Route?.Rule ?? decision.RouteRule ?? decision.Port?.Rule,
            _ => view.Plan.Authorization.AllowPolicies.Length > 0 ? decision.Rule : null,
        };
    }

    /// <summary>
    /// The words about the nearest rule, where they say more than which rule refuses; expensive with many hosts.
    /// </summary>
    public static string? Nearest(PlanView view, ComparedCall call)
    {
        var facts = view.AsSeen(call.Facts());
        var decision = PolicyEngine.Decide(view.Plan, facts);
        var nearest = NearestMiss.Explain(view.Plan, facts, decision);
        return nearest == "denied by " + decision.Rule ? null : nearest;
    }
}
