using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>
/// What is left of authorization rules in one context. A rule is a minimum of maxima over three truths, and asking whether
/// that is at least "yes" (ALLOW, AUDIT) or "unknown" (DENY) is the same as asking it of every clause: so a clause with one
/// answer in the context is settled by the engine's own answer, and what varies is left as plain conditions.
/// </summary>
internal sealed class RuleReducer(ConditionTable table, bool callerVaries)
{
    /// <summary>The rule as alternatives of conditions; none = it cannot match here.</summary>
    public List<Conjunction> Reduce(AuthorizationRulePlan rule, in CallFacts call, Truth atLeast, WorkBudget budget)
    {
        var to = Alternatives(rule.To, call, atLeast);
        if (to.Count == 0)
            return to;
        var from = Alternatives(rule.From, call, atLeast);
        if (from.Count == 0 || !budget.Take(to.Count * from.Count))
            return [];
        if (Reduce(rule.When, call, atLeast) is not { } when)
            return [];
        var all = new List<Conjunction>();
        foreach (var operation in to)
            foreach (var source in from)
                all.Add(operation.And(source).And(when));
        return all;
    }

    /// <summary>True when the rule can match some call of the context.</summary>
    public bool CanMatch(AuthorizationRulePlan rule, in CallFacts call, Truth atLeast) =>
        Reduce(rule.When, call, atLeast) is not null && Alternatives(rule.To, call, atLeast).Count > 0 && Alternatives(rule.From, call, atLeast).Count > 0;

    private List<Conjunction> Alternatives(ClauseSet[] sets, in CallFacts call, Truth atLeast)
    {
        if (sets.Length == 0)
            return [Conjunction.Always];
        var alternatives = new List<Conjunction>();
        foreach (var set in sets)
            if (Reduce(set, call, atLeast) is { } conjunction)
                alternatives.Add(conjunction);
        return alternatives;
    }

    private Conjunction? Reduce(ClauseSet set, in CallFacts call, Truth atLeast)
    {
        var conditions = new List<Condition>();
        foreach (var clause in set.Clauses)
        {
            if (ClauseFields.Of(clause, call.Kind, callerVaries) is { } field)
                conditions.Add(table.Of(clause, field));
            else if (clause.Evaluate(call) < atLeast)
                return null;
        }
        return Conjunction.Of(conditions);
    }
}
