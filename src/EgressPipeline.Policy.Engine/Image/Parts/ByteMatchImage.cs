using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>A condition on a text; a pattern is written as it was in the policy and translated again when it is read.</summary>
internal static class ByteMatchImage
{
    public static void Write(ImageWriter writer, ByteMatch match)
    {
        writer.Choice(match.Kind);
        writer.Text(match.Text);
        writer.Flag(match.IgnoreCase);
    }

    public static ByteMatch Read(ImageReader reader)
    {
        var kind = reader.Choice<ByteMatchKind>();
        var text = reader.Text();
        var ignoreCase = reader.Flag();
        return kind switch
        {
            ByteMatchKind.Present => ByteMatch.Present,
            ByteMatchKind.Exact => ByteMatch.Exact(text, ignoreCase),
            ByteMatchKind.Prefix => ByteMatch.Prefix(text, ignoreCase),
            ByteMatchKind.Suffix => ByteMatch.Suffix(text, ignoreCase),
            _ => FullMatchRegex.TryCreate(text, out var regex, out var error) ? ByteMatch.Regex(regex!) : throw reader.Bad("the pattern " + text + " is " + error),
        };
    }
}
