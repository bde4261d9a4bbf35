using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class HeaderOperationsImage
{
    public static void Write(ImageWriter writer, HeaderOperations headers)
    {
        writer.Flag(headers.HasRequest || headers.HasResponse);
        if (!headers.HasRequest && !headers.HasResponse)
            return;
        writer.List(headers.RequestSet, WriteOperation);
        writer.List(headers.RequestAdd, WriteOperation);
        writer.List(headers.RequestRemove, WriteName);
        writer.List(headers.ResponseSet, WriteOperation);
        writer.List(headers.ResponseAdd, WriteOperation);
        writer.List(headers.ResponseRemove, WriteName);
    }

    public static HeaderOperations Read(ImageReader reader) => !reader.Flag() ? HeaderOperations.None : new HeaderOperations(
        RequestSet: reader.List(ReadOperation),
        RequestAdd: reader.List(ReadOperation),
        RequestRemove: reader.List(ReadName),
        ResponseSet: reader.List(ReadOperation),
        ResponseAdd: reader.List(ReadOperation),
        ResponseRemove: reader.List(ReadName));

    private static void WriteOperation(ImageWriter writer, HeaderOperation operation)
    {
        writer.Bytes(operation.Name);
        writer.Bytes(operation.Value);
        writer.List(operation.Segments, WriteSegment);
    }

    private static HeaderOperation ReadOperation(ImageReader reader) => new(Name: reader.Bytes(), Value: reader.Bytes()) { Segments = reader.List(ReadSegment) };

    private static void WriteSegment(ImageWriter writer, HeaderSegment segment)
    {
        writer.Choice(segment.Source);
        writer.Bytes(segment.Text);
        writer.Bytes(segment.Alternative);
        writer.Number(segment.MaxLength);
    }

    private static HeaderSegment ReadSegment(ImageReader reader)
    {
        var segment = new HeaderSegment(Source: reader.Choice<HeaderSource>(), Text: reader.Bytes(), Alternative: reader.Bytes(), MaxLength: reader.Number());
        return segment.Source != HeaderSource.RequestField || (IsName(segment.Text) && (segment.Alternative.Length == 0 || IsName(segment.Alternative))) ? segment : throw reader.Bad("a header without a name");
    }

    private static bool IsName(byte[] text) => text.Length > 1 || (text.Length == 1 && text[0] != ':');

    private static void WriteName(ImageWriter writer, byte[] name) => writer.Bytes(name);

    private static byte[] ReadName(ImageReader reader) => reader.Bytes();
}
