using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Compilation;

/// <summary>A condition on a token's claims where nobody verifies tokens matches no request; Istio says nothing about it.</summary>
internal static class RequestPrincipalAdvice
{
    public static void Check(AuthorizationPlan authorization, JwtRulePlan[] tokens, DiagnosticBag bag)
    {
        if (tokens.Length > 0)
            return;
        foreach (var rule in authorization.AllRules())
            foreach (var clause in Clauses(rule))
                if (clause is RequestPrincipalClause or ClaimClause)
                    bag.Report(RequestAuthenticationDiagnostics.NobodyVerifies, clause.Source, clause.Field);
    }

    private static IEnumerable<AuthorizationClause> Clauses(AuthorizationRulePlan rule) => rule.From.SelectMany(source => source.Clauses).Concat(rule.When.Clauses);
}
