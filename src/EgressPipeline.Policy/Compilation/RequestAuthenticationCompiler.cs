using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the rules of every RequestAuthentication that holds for the workload, by issuer as Istio does.</summary>
internal static class RequestAuthenticationCompiler
{
    private static readonly JwtHeaderPlan Bearer = new("authorization", "Bearer ");
    private const string DefaultParameter = "access_token";

    public static JwtRulePlan[] Compile(RequestAuthenticationRule[] policies, Visibility visibility) =>
    [
        .. policies
            .Where(policy => visibility.IsInScope(policy.Meta.Namespace) && visibility.IsSelected(policy.Selector))
            .SelectMany(policy => policy.JwtRules.Select(rule => Compile(policy, rule)))
            .OrderBy(rule => rule.Issuer, StringComparer.Ordinal),
    ];

    private static JwtRulePlan Compile(RequestAuthenticationRule policy, JwtRuleRule rule)
    {
        var isPlaced = rule.FromHeaders.Length + rule.FromParams.Length + rule.FromCookies.Length > 0;
        return new JwtRulePlan
        {
            Rule = new RuleRef(policy.Meta.Id + "#jwtRules[" + rule.Position + "]", rule.Source),
            Issuer = rule.Issuer.TextOrEmpty(),
            Audiences = rule.Audiences.Texts(),
            Jwks = NullIfEmpty(rule.Jwks),
            JwksUri = NullIfEmpty(rule.JwksUri),
            Timeout = rule.Timeout.DurationOrZero(),
            FromHeaders = isPlaced ? Array.ConvertAll(rule.FromHeaders, header => new JwtHeaderPlan(header.Name.TextOrEmpty().ToLowerInvariant(), header.Prefix.TextOrEmpty())) : [Bearer],
            FromParams = isPlaced ? rule.FromParams.Texts() : [DefaultParameter],
            FromCookies = rule.FromCookies.Texts(),
            PayloadHeader = NullIfEmpty(rule.OutputPayloadToHeader)?.ToLowerInvariant(),
            ClaimHeaders = Array.ConvertAll(rule.OutputClaimToHeaders, claim => new ClaimHeaderPlan(claim.Header.TextOrEmpty().ToLowerInvariant(), claim.Claim.TextOrEmpty())),
            ForwardsToken = rule.ForwardOriginalToken,
            SpaceDelimitedClaims = rule.SpaceDelimitedClaims.Texts(),
        };
    }

    private static string? NullIfEmpty(Located<string>? text) => text is { Value.Length: > 0 } ? text.Value : null;
}
