using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Handles;

/// <summary>
/// A handle for each rule of the AuthorizationPolicies that hold for the workload, and one for each ALLOW policy itself,
/// which is what decisions name when none of its rules allows a call.
/// </summary>
internal static class RuleHandles
{
    public static IEnumerable<HandleSpec> Of(EgressPlan plan)
    {
        var groups = new HandleGroups(HandleKind.Rule, TableMembers.Rules);
        foreach (var policy in (plan.Authorization.DryRun ?? plan.Authorization).AllowPolicies)
            groups.Add(policy, "policy", -1, null);
        foreach (var rule in plan.Authorization.AllRules().Distinct())
            Add(groups, rule);
        return groups.Finish();
    }

    private static void Add(HandleGroups groups, AuthorizationRulePlan rule)
    {
        var position = new RuleId(rule.Rule.Id).Position;
        groups.Add(rule.Rule, "rule[" + position + "]", position, null);
    }
}
