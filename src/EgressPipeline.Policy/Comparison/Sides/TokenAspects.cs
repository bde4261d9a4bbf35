using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>What is done about the tokens of requests, in words.</summary>
internal static class TokenAspects
{
    /// <summary>Digits of the hash of keys, which are too long to be read.</summary>
    private const int HashDigits = 12;

    public static string Of(JwtRulePlan[] rules) => string.Join("; ", Array.ConvertAll(rules, Describe));

    private static string Describe(JwtRulePlan rule) =>
        "of " + rule.Issuer
        + (rule.Audiences.Length == 0 ? "" : " for " + MatchKey.Of(rule.Audiences))
        + " in" + Places(" header ", Array.ConvertAll(rule.FromHeaders, header => header.Name + (header.Prefix.Length == 0 ? "" : " after '" + header.Prefix + "'")))
        + Places(" parameter ", rule.FromParams) + Places(" cookie ", rule.FromCookies)
        + ", keys " + (rule.Jwks is null ? "" : "given (" + PlanHash.Of(rule.Jwks).Substring(0, HashDigits) + ") ") + (rule.Jwks is null || rule.JwksUri is not null ? "from " + (rule.JwksUri ?? "the issuer's configuration") : "")
        + (rule.Timeout == TimeSpan.Zero ? "" : " within " + AspectText.Span(rule.Timeout, "none"))
        + (rule.ForwardsToken ? ", sent on" : "")
        + (rule.PayloadHeader is null ? "" : ", payload in header " + rule.PayloadHeader)
        + Places(", claims in headers: ", Array.ConvertAll(rule.ClaimHeaders, claim => claim.Claim + " in " + claim.Header))
        + Places(", lists of words: ", rule.SpaceDelimitedClaims);

    private static string Places(string what, string[] names) => names.Length == 0 ? "" : what + string.Join(", ", names);
}
