using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of RequestAuthentication.spec.</summary>
internal static class RequestAuthenticationSchema
{
    private const int MaxUri = 2048;
    private const int MaxRules = 4096;
    private const int MaxSpaceDelimited = 64;

    private static readonly ValueSchema FromHeader = Object(Required("name", AnyText), Field("prefix", AnyText));

    private static readonly ValueSchema ClaimToHeader = Object(Required("header", AnyText), Required("claim", AnyText));

    private static readonly ValueSchema JwtRule = new ObjectSchema(
        [
            Field("issuer", AnyText),
            Field("audiences", Texts),
            Field("jwksUri", new TextSchema(MaxUri)),
            // The spelling of the API's own field name, which its schema takes as well.
            Field("jwks_uri", new TextSchema(MaxUri)),
            Field("jwks", AnyText),
            Field("fromHeaders", List(FromHeader)),
            Field("fromParams", Texts),
            Field("fromCookies", Texts),
            Field("outputPayloadToHeader", AnyText),
            Field("forwardOriginalToken", TrueOrFalse),
            Field("outputClaimToHeaders", List(ClaimToHeader)),
            Field("timeout", PositiveDuration),
            Field("spaceDelimitedClaims", new ListSchema(AnyText, maxItems: MaxSpaceDelimited)),
        ],
        ["jwks", "jwksUri", "jwks_uri"]);

    public static readonly ObjectSchema Spec = new(
        [
            Field("selector", MatchLabelsSelector),
            NotYet("targetRef", AuthorizationPolicySchema.TargetRef),
            NotYet("targetRefs", new ListSchema(AuthorizationPolicySchema.TargetRef, maxItems: 16)),
            Field("jwtRules", new ListSchema(JwtRule, maxItems: MaxRules)),
        ],
        ["selector", "targetRef", "targetRefs"]);
}
