using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>Finds the ALLOW rule of which most clauses hold, and the first clause that does not.</summary>
internal static class NearestRule
{
    public static string Explain(EgressPlan plan, in CallFacts facts, in Decision decision)
    {
        var authorization = plan.Authorization;
        var call = WithServiceName(facts, decision);
        AuthorizationRulePlan? nearest = null;
        AuthorizationClause? failed = null;
        var best = -1;
        foreach (var rule in authorization.Allow)
        {
            var score = Score(rule, call, out var clause);
            if (score <= best || clause is null)
                continue;
            best = score;
            nearest = rule;
            failed = clause;
        }
        if (nearest is null)
            return authorization.AllowPolicies.Length == 0 ? "no policy applies" : authorization.AllowPolicies[0] + " allows nothing: it has no rules";
        return "nearest rule is " + nearest.Rule + ": " + Describe(failed!, call);
    }

    /// <summary>The facts with the name of the service that a nameless call reaches, as authorization sees them.</summary>
    public static CallFacts WithServiceName(in CallFacts facts, in Decision decision)
    {
        var call = facts;
        if (call.Host.IsEmpty && decision.Host is { IsExact: true } host)
            call.Host = host.PatternBytes;
        return call;
    }

    /// <summary>The first field of a rule that the call does not show.</summary>
    public static string FirstUnknown(AuthorizationRulePlan rule, in CallFacts call)
    {
        foreach (var set in Alternatives(rule))
            foreach (var clause in set.Clauses)
                if (clause.Evaluate(call) == Truth.Unknown)
                    return clause.Field + " at " + clause.Source;
        return "-";
    }

    private static string Describe(AuthorizationClause clause, in CallFacts call)
    {
        var shown = clause.Show(call);
        return clause.Field + " [" + string.Join(", ", clause.Values) + "] at " + clause.Source + " does not hold for "
            + (shown.Length == 0 ? "an empty value" : "\"" + shown + "\"");
    }

    // The weight of the clauses that hold, of the best alternative of each part.
    private static int Score(AuthorizationRulePlan rule, in CallFacts call, out AuthorizationClause? failed)
    {
        failed = null;
        var score = Best(rule.To, call, ref failed);
        score += Best(rule.From, call, ref failed);
        return score + Best([rule.When], call, ref failed);
    }

    private static int Best(ClauseSet[] alternatives, in CallFacts call, ref AuthorizationClause? failed)
    {
        var best = -1;
        AuthorizationClause? firstFailed = null;
        foreach (var set in alternatives)
        {
            var holding = 0;
            AuthorizationClause? failure = null;
            foreach (var clause in set.Clauses)
                if (clause.Evaluate(call) == Truth.Yes)
                    holding += Weight(clause);
                else
                    failure ??= clause;
            // An alternative that holds leaves nothing to explain in this part.
            if (failure is null)
                return holding + 1;
            if (holding <= best)
                continue;
            best = holding;
            firstFailed = failure;
        }
        failed ??= firstFailed;
        return Math.Max(best, 0);
    }

    // A rule about this very host is nearer than one that merely takes the method.
    private static int Weight(AuthorizationClause clause) => clause switch
    {
        HostClause => 4,
        PortClause => 2,
        _ => 1,
    };

    private static IEnumerable<ClauseSet> Alternatives(AuthorizationRulePlan rule)
    {
        foreach (var set in rule.To)
            yield return set;
        foreach (var set in rule.From)
            yield return set;
        yield return rule.When;
    }
}
