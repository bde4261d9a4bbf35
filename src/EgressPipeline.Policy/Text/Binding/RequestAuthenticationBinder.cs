using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class RequestAuthenticationBinder
{
    public static RequestAuthenticationRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        Selector = CommonBinder.Selector(spec, "selector", "matchLabels"),
        TargetRefs = CommonBinder.TargetRefs(spec),
        JwtRules = spec.Objects("jwtRules", Rule),
    };

    private static JwtRuleRule Rule(Fieldset fields, int position) => new()
    {
        Position = position,
        Issuer = fields.Text("issuer"),
        Audiences = fields.Texts("audiences"),
        JwksUri = fields.Text("jwksUri") ?? fields.Text("jwks_uri"),
        Jwks = fields.Text("jwks"),
        FromHeaders = fields.Objects("fromHeaders", static (header, _) => new JwtHeaderRule(header.Text("name"), header.Text("prefix"), header.Source)),
        FromParams = fields.Texts("fromParams"),
        FromCookies = fields.Texts("fromCookies"),
        OutputPayloadToHeader = fields.Text("outputPayloadToHeader"),
        OutputClaimToHeaders = fields.Objects("outputClaimToHeaders", static (claim, _) => new ClaimHeaderRule(claim.Text("header"), claim.Text("claim"), claim.Source)),
        ForwardOriginalToken = fields.Flag("forwardOriginalToken"),
        Timeout = fields.Duration("timeout"),
        SpaceDelimitedClaims = fields.Texts("spaceDelimitedClaims"),
        Source = fields.Source,
    };
}
