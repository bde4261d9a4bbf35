using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Classes;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Differences;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison;

/// <summary>
/// Finds every call about which two plans differ, by the policy engine's own judgement. Pure; cold path.
/// </summary>
/// <remarks>
/// Why no difference is missed. A plan reads a call field by field, and only through conditions that it names. (1) Kind of
/// call, host, port and dialled address are taken apart into classes that no name, pattern, port or range of either plan
/// distinguishes; for each combination one call is made up, and everything that depends on these four alone is answered by
/// the engine for that call. (2) What then is left of rules and routes are conditions on one of the other fields each, which
/// can be set independently. The values of each field are sorted into classes by which of these conditions hold, with an
/// example of each class that exists (<see cref="Text.TextPartition"/>, <see cref="Addresses.AddressPartition"/>), and whether
/// a condition holds is again asked of the engine. (3) A plan's answer is then a function of classes, compared as sets
/// of products of classes without enumerating them (<see cref="BoxAlgebra"/>). Where one of the steps is beyond analysis the
/// result says so, and reports what may differ as if it did.
/// </remarks>
public static class PlanComparer
{
    /// <summary>
    /// What changes when <paramref name="next"/> takes the place of <paramref name="old"/>, for the workload that both were
    /// compiled for: callers are of its namespace, where it is known.
    /// </summary>
    public static PlanComparison Compare(EgressPlan old, EgressPlan next, ComparisonOptions options)
    {
        var (left, right) = (new PlanView(old), new PlanView(next));
        if (HostClasses.Find(old, next, options.MaxHostClasses) is not { } hosts)
            return new PlanComparison([], [], [], [new UncomparedCalls(null, "the policies tell more than " + options.MaxHostClasses + " kinds of hosts apart")]);
        var table = new ConditionTable();
        var treatments = new TreatmentTable(
            hasFilters: !left.Filters.IsEmpty || !right.Filters.IsEmpty,
            hasTokens: left.Tokens.Length + right.Tokens.Length > 0,
            hasLimits: !left.Limits.IsEmpty || !right.Limits.IsEmpty);
        var rules = new RuleReducer(table, callerVaries: options.Caller is null);
        var routes = new RouteConditions(table, hosts);
        var (leftSides, rightSides) = (new SideBuilder(left, rules, routes, treatments), new SideBuilder(right, rules, routes, treatments));
        var filter = new ContextFilter(left, right, new RuleChanges(old.Authorization, next.Authorization, rules), treatments);
        var comparer = new ContextComparer(new ClassCatalogue(hosts, old.Workload.Namespace == next.Workload.Namespace ? next.Workload.Namespace : "", options.MaxTextStates), options.MaxBoxes);
        var collector = new ChangeCollector(left, right, hosts);
        foreach (var context in new ContextSource(left, right, hosts, options.Caller).All())
        {
            if (!filter.MayDiffer(context))
                continue;
            var budget = new WorkBudget(options.MaxBoxes);
            var (before, after) = (leftSides.Build(context, budget), rightSides.Build(context, budget));
            collector.Add(context, comparer.Compare(context, (before, after), budget), before, after);
        }
        var result = collector.Result();
        // An ending such as ".1" takes addresses out of the middle of every range.
        return hosts.HasTextOnLiterals && result.MayDiffer
            ? result with { Uncompared = [.. result.Uncompared, new UncomparedCalls(null, "a host pattern ends like an address: hosts that are addresses are compared by example only")] }
            : result;
    }
}
