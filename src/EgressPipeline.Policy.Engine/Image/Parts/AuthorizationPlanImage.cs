using EgressPipeline.Policy.Authorization;

namespace EgressPipeline.Policy.Image.Parts;

internal static class AuthorizationPlanImage
{
    public static void Write(ImageWriter writer, AuthorizationPlan authorization)
    {
        WriteRules(writer, authorization);
        writer.Optional(authorization.DryRun, WriteRules);
    }

    public static AuthorizationPlan Read(ImageReader reader) => Read(reader, isTrial: false);

    // A trial has none of its own.
    private static AuthorizationPlan Read(ImageReader reader, bool isTrial) => new()
    {
        Deny = reader.List(ReadRule),
        Allow = reader.List(ReadRule),
        Audit = reader.List(ReadRule),
        AllowPolicies = reader.List(RuleRefImage.Read),
        DryRun = isTrial ? null : reader.Optional(static nested => Read(nested, isTrial: true)),
    };

    private static void WriteRules(ImageWriter writer, AuthorizationPlan authorization)
    {
        writer.List(authorization.Deny, WriteRule);
        writer.List(authorization.Allow, WriteRule);
        writer.List(authorization.Audit, WriteRule);
        writer.List(authorization.AllowPolicies, RuleRefImage.Write);
    }

    public static void WriteRule(ImageWriter writer, AuthorizationRulePlan rule)
    {
        RuleRefImage.Write(writer, rule.Rule);
        writer.List(rule.From, WriteSet);
        writer.List(rule.To, WriteSet);
        WriteSet(writer, rule.When);
    }

    public static AuthorizationRulePlan ReadRule(ImageReader reader) => new()
    {
        Rule = RuleRefImage.Read(reader),
        From = reader.List(ReadSet),
        To = reader.List(ReadSet),
        When = ReadSet(reader),
    };

    private static void WriteSet(ImageWriter writer, ClauseSet set)
    {
        writer.List(set.Clauses, ClauseImage.Write);
        SourceRefImage.Write(writer, set.Source);
    }

    private static ClauseSet ReadSet(ImageReader reader) => new(reader.List(ClauseImage.Read), SourceRefImage.Read(reader));
}
