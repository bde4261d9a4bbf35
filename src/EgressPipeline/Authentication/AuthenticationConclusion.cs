using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>What becomes of a request whose tokens were judged: refused, or changed as the rule says and sent on.</summary>
internal static class AuthenticationConclusion
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;

    public static FilterResult Draw(HttpExchange exchange, Authenticator authenticator, in TokenOutcome outcome)
    {
        authenticator.Count(outcome);
        if (outcome.Problem != TokenProblem.None)
            return Refuse(exchange, authenticator, outcome.Problem);
        exchange.Claims = outcome.Token?.Claims ?? RequestClaims.None;
        if (outcome.Token is { } token)
            Change(exchange, authenticator, authenticator[outcome.Rule], token);
        return FilterResult.Continue;
    }

    private static FilterResult Refuse(HttpExchange exchange, Authenticator authenticator, TokenProblem problem)
    {
        exchange.Claims = RequestClaims.None;
        TokenParameters.TakeOut(exchange, authenticator, goesOn: false);
        exchange.Decision = exchange.Decision with { Reason = DecisionReason.Unauthenticated, Rule = null };
        // As Envoy answers: who presents a good token to the wrong audience is known, and not allowed.
        return FilterResult.Stop(RequestStages.ErrorOf(DecisionReason.Unauthenticated), TokenProblems.Text(problem), problem == TokenProblem.WrongAudience ? Forbidden : Unauthorized);
    }

    private static void Change(HttpExchange exchange, Authenticator authenticator, AuthenticationRule rule, VerifiedToken token)
    {
        if (!rule.Plan.ForwardsToken)
            rule.Places.RemoveFromHead(exchange);
        foreach (var (name, value) in token.Headers)
            exchange.RequestHeaders.TryAdd(name, value);
        TokenParameters.TakeOut(exchange, authenticator, rule.Plan.ForwardsToken);
    }
}
