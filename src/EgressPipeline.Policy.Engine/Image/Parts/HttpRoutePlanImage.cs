using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class HttpRoutePlanImage
{
    public static void Write(ImageWriter writer, HttpRoutePlan route)
    {
        writer.Text(route.Name);
        RuleRefImage.Write(writer, route.Rule);
        writer.List(route.Matches, HttpMatchImage.Write);
        DestinationsImage.Write(writer, route.Destinations);
        writer.Optional(route.Redirect, HttpAnswerImage.Write);
        writer.Optional(route.DirectResponse, HttpAnswerImage.Write);
        writer.Optional(route.Rewrite, WriteRewrite);
        writer.Duration(route.Timeout);
        writer.Optional(route.Retry, RetryPlanImage.Write);
        HeaderOperationsImage.Write(writer, route.Headers);
        writer.Optional(route.Fault, FaultPlanImage.Write);
        writer.List(route.Mirrors, MirrorPlanImage.Write);
        writer.Optional(route.Cors, CorsPlanImage.Write);
    }

    public static HttpRoutePlan Read(ImageReader reader) => new()
    {
        Name = reader.Text(),
        Rule = RuleRefImage.Read(reader),
        Matches = reader.List(HttpMatchImage.Read),
        Destinations = DestinationsImage.Read(reader, out var totalWeight),
        TotalWeight = totalWeight,
        Redirect = reader.Optional(HttpAnswerImage.ReadRedirect),
        DirectResponse = reader.Optional(HttpAnswerImage.ReadDirectResponse),
        Rewrite = reader.Optional(ReadRewrite),
        Timeout = reader.Duration(),
        Retry = reader.Optional(RetryPlanImage.Read),
        Headers = HeaderOperationsImage.Read(reader),
        Fault = reader.Optional(FaultPlanImage.Read),
        Mirrors = reader.List(MirrorPlanImage.Read),
        Cors = reader.Optional(CorsPlanImage.Read),
    };

    private static void WriteRewrite(ImageWriter writer, RewritePlan rewrite)
    {
        writer.OptionalText(rewrite.Uri);
        writer.OptionalText(rewrite.Authority);
        writer.Optional(rewrite.Substitution, WriteSubstitution);
    }

    private static RewritePlan ReadRewrite(ImageReader reader) => new(
        Uri: reader.OptionalText(),
        Authority: reader.OptionalText(),
        Substitution: reader.Optional(ReadSubstitution));

    private static void WriteSubstitution(ImageWriter writer, PathSubstitution substitution)
    {
        writer.Text(substitution.Pattern);
        writer.Text(substitution.Replacement);
    }

    private static PathSubstitution ReadSubstitution(ImageReader reader) =>
        PathSubstitution.TryCreate(reader.Text(), reader.Text(), out var substitution, out var error) ? substitution! : throw reader.Bad("a rewrite by pattern: " + error);
}
