using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Image.Parts;

internal static class JwtRulePlanImage
{
    public static void Write(ImageWriter writer, JwtRulePlan rule)
    {
        RuleRefImage.Write(writer, rule.Rule);
        writer.Text(rule.Issuer);
        writer.Texts(rule.Audiences);
        writer.OptionalText(rule.Jwks);
        writer.OptionalText(rule.JwksUri);
        writer.Duration(rule.Timeout);
        writer.List(rule.FromHeaders, WriteHeader);
        writer.Texts(rule.FromParams);
        writer.Texts(rule.FromCookies);
        writer.OptionalText(rule.PayloadHeader);
        writer.List(rule.ClaimHeaders, WriteClaim);
        writer.Flag(rule.ForwardsToken);
        writer.Texts(rule.SpaceDelimitedClaims);
    }

    public static JwtRulePlan Read(ImageReader reader) => new()
    {
        Rule = RuleRefImage.Read(reader),
        Issuer = reader.Text(),
        Audiences = reader.Texts(),
        Jwks = reader.OptionalText(),
        JwksUri = reader.OptionalText(),
        Timeout = reader.Duration(),
        FromHeaders = reader.List(ReadHeader),
        FromParams = reader.Texts(),
        FromCookies = reader.Texts(),
        PayloadHeader = reader.OptionalText(),
        ClaimHeaders = reader.List(ReadClaim),
        ForwardsToken = reader.Flag(),
        SpaceDelimitedClaims = reader.Texts(),
    };

    private static void WriteHeader(ImageWriter writer, JwtHeaderPlan header)
    {
        writer.Text(header.Name);
        writer.Text(header.Prefix);
    }

    private static JwtHeaderPlan ReadHeader(ImageReader reader) => new(Name: reader.Text(), Prefix: reader.Text());

    private static void WriteClaim(ImageWriter writer, ClaimHeaderPlan claim)
    {
        writer.Text(claim.Header);
        writer.Text(claim.Claim);
    }

    private static ClaimHeaderPlan ReadClaim(ImageReader reader) => new(Header: reader.Text(), Claim: reader.Text());
}
