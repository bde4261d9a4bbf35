using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary>One <c>source</c> or <c>operation</c>, or the whole of <c>when</c>: every clause must hold (AND).</summary>
public sealed class ClauseSet(AuthorizationClause[] clauses, SourceRef source)
{
    public AuthorizationClause[] Clauses { get; } = clauses;

    public SourceRef Source { get; } = source;

    public Truth Evaluate(in CallFacts call)
    {
        var result = Truth.Yes;
        foreach (var clause in Clauses)
        {
            var truth = clause.Evaluate(call);
            if (truth == Truth.No)
                return Truth.No;
            if (truth < result)
                result = truth;
        }
        return result;
    }
}
