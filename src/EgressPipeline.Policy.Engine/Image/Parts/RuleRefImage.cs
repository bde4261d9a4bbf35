using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class RuleRefImage
{
    public static void Write(ImageWriter writer, RuleRef rule)
    {
        writer.Text(rule.Id);
        SourceRefImage.Write(writer, rule.Source);
    }

    public static RuleRef Read(ImageReader reader) => new(Id: reader.Text(), Source: SourceRefImage.Read(reader));
}
