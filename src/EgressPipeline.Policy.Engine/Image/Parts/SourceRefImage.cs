using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Image.Parts;

internal static class SourceRefImage
{
    public static void Write(ImageWriter writer, SourceRef source)
    {
        writer.Text(source.File);
        writer.Number(source.Line);
        writer.Number(source.Column);
    }

    public static SourceRef Read(ImageReader reader) => new(File: reader.Text(), Line: reader.Number(), Column: reader.Number());
}
