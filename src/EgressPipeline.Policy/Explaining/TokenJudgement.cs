using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Explaining;

/// <summary>What RequestAuthentications say about a described call's token, whose signature and times are taken to be good.</summary>
/// <param name="Text">In words.</param>
/// <param name="Rule">The rule that takes the token, or the one that it comes nearest to; null for none.</param>
/// <param name="IsRefused">True when the call is refused for it.</param>
internal sealed record TokenJudgement(string Text, RuleRef? Rule, bool IsRefused)
{
    /// <summary>The call's facts as the data plane gathers them: where nobody verifies tokens, no request has claims.</summary>
    public static CallFacts AsVerified(EgressPlan plan, CallFacts facts)
    {
        if (plan.JwtRules.Length == 0 && facts.Claims is not null)
            facts.Claims = RequestClaims.None;
        return facts;
    }

    /// <summary>The judgement; null where there is nothing to judge.</summary>
    /// <param name="plan">Whose rules.</param>
    /// <param name="claims">Null of a call without a request.</param>
    public static TokenJudgement? Of(EgressPlan plan, RequestClaims? claims)
    {
        if (claims is null)
            return null;
        if (plan.JwtRules.Length == 0)
            return claims == RequestClaims.None ? null : new("not looked at, no RequestAuthentication holds: the request has no principal", null, IsRefused: false);
        if (claims == RequestClaims.None)
            return new("none, the request has no principal", null, IsRefused: false);
        JwtRulePlan? near = null;
        foreach (var rule in plan.JwtRules)
            switch (rule.Judge(claims))
            {
                case JwtMismatch.None:
                    return new(claims.Principal.Length > 0 ? "of " + claims.Principal : "of " + rule.Issuer + ", without a subject", rule.Rule, IsRefused: false);
                case JwtMismatch.Audience:
                    near ??= rule;
                    break;
            }
        return near is null
            ? new("of an issuer that no RequestAuthentication names", null, IsRefused: true)
            : new("meant for another audience than " + string.Join(", ", near.Audiences), near.Rule, IsRefused: true);
    }
}
