using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Image.Parts;

internal static class HttpMatchImage
{
    public static void Write(ImageWriter writer, HttpMatch match)
    {
        writer.Optional(match.Uri, ByteMatchImage.Write);
        writer.Optional(match.Scheme, ByteMatchImage.Write);
        writer.Optional(match.Method, ByteMatchImage.Write);
        writer.Optional(match.Authority, ByteMatchImage.Write);
        writer.List(match.Headers, WriteNamed);
        writer.List(match.WithoutHeaders, WriteNamed);
        writer.List(match.QueryParameters, WriteNamed);
        writer.Number(match.Port);
        SourceRefImage.Write(writer, match.Source);
    }

    public static HttpMatch Read(ImageReader reader) => new()
    {
        Uri = reader.Optional(ByteMatchImage.Read),
        Scheme = reader.Optional(ByteMatchImage.Read),
        Method = reader.Optional(ByteMatchImage.Read),
        Authority = reader.Optional(ByteMatchImage.Read),
        Headers = reader.List(ReadNamed),
        WithoutHeaders = reader.List(ReadNamed),
        QueryParameters = reader.List(ReadNamed),
        Port = reader.Number(ushort.MaxValue, "port"),
        Source = SourceRefImage.Read(reader),
    };

    private static void WriteNamed(ImageWriter writer, NamedMatch match)
    {
        writer.Text(match.Name);
        ByteMatchImage.Write(writer, match.Match);
    }

    private static NamedMatch ReadNamed(ImageReader reader) => new(reader.Text(), ByteMatchImage.Read(reader));
}
