using EgressPipeline.Http.Http2;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Http2;

/// <summary>Collects fields as text, one a line.</summary>
internal sealed class FieldList : IHpackSink
{
    private readonly List<string> _fields = [];

    public int Count => _fields.Count;

    public void Take(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value) =>
        _fields.Add($"{Segments.Text(name)}: {Segments.Text(value)}");

    public override string ToString() => string.Join('\n', _fields);

    /// <summary>What a block decodes to.</summary>
    public static (HpackError Error, string Fields) Decode(HpackDecoder decoder, ReadOnlySpan<byte> block)
    {
        var list = new FieldList();
        var error = decoder.Decode(block, ref list);
        return (error, list.ToString());
    }

    /// <summary>The block of some fields.</summary>
    public static byte[] Encode(HpackEncoder encoder, params IEnumerable<(string Name, string Value)> fields)
    {
        encoder.Begin();
        foreach (var (name, value) in fields)
            encoder.Add(Segments.Bytes(name), Segments.Bytes(value));
        return encoder.Block.ToArray();
    }
}
