using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>What a route answers itself: a redirect or a response.</summary>
internal static class HttpAnswerImage
{
    public static void Write(ImageWriter writer, RedirectPlan redirect)
    {
        writer.OptionalText(redirect.Uri);
        writer.OptionalText(redirect.Authority);
        writer.OptionalNumber(redirect.Port);
        writer.OptionalText(redirect.Scheme);
        writer.Number(redirect.Code);
        writer.OptionalText(redirect.PrefixRewrite);
        writer.Choice(redirect.DerivedPort);
    }

    public static RedirectPlan ReadRedirect(ImageReader reader) => new(
        Uri: reader.OptionalText(),
        Authority: reader.OptionalText(),
        Port: reader.OptionalNumber(),
        Scheme: reader.OptionalText(),
        Code: reader.Number(999, "redirect code"))
    {
        PrefixRewrite = reader.OptionalText(),
        DerivedPort = reader.Choice<RedirectPort>(),
    };

    public static void Write(ImageWriter writer, DirectResponsePlan response)
    {
        writer.Number(response.Status);
        writer.Bytes(response.Body);
    }

    public static DirectResponsePlan ReadDirectResponse(ImageReader reader) => new(Status: reader.Number(999, "status"), Body: reader.Bytes());
}
