using CsCheck;
using EgressPipeline.Http.Http2;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Http2;

/// <summary>What is encoded decodes to the same, whatever came before it in the connection, and both tables stay the same.</summary>
public sealed class HpackProperties
{
    private static readonly string[] Names = [":path", ":authority", ":status", "content-type", "cookie", "authorization", "x-a", "x-b", "etag", "date", "a-name-that-is-longer-than-most"];

    private static readonly Gen<string> Value = Gen.Frequency(
        (3, Gen.Int[0, 5].Select(static i => $"value-{i}")),
        (2, Gen.Char["abc XYZ09:,;=/\t\u00e9\u00ff"].Array[0, 60].Select(static c => new string(c))),
        (1, Gen.Int[0, 3000].Select(static n => new string('v', n))));

    private static readonly Gen<(string Name, string Value)> Field = Gen.Select(Gen.Int[0, Names.Length - 1], Value).Select(static (i, value) => (Names[i], value));

    private static readonly Gen<(uint TableSize, (string Name, string Value)[] Fields)> Block = Gen.Select(
        Gen.Frequency((4, Gen.Const(uint.MaxValue)), (1, Gen.UInt[0, 5000])), Field.Array[0, 12]);

    [Fact]
    public void Blocks_EncodedThenDecoded_AreTheSame() => Block.Array[1, 10].Sample(
        static blocks =>
        {
            using var encoder = new HpackEncoder();
            using var decoder = new HpackDecoder(new HpackLimits { MaxListBytes = 1 << 20 });
            foreach (var (tableSize, fields) in blocks)
            {
                if (tableSize != uint.MaxValue)
                    encoder.SetPeerTableSize(tableSize);
                var (error, decoded) = FieldList.Decode(decoder, FieldList.Encode(encoder, fields));
                Assert.Equal(HpackError.None, error);
                Assert.Equal(string.Join('\n', fields.Select(static f => $"{f.Name}: {f.Value}")), decoded);
                Assert.Equal(encoder.TableSize, decoder.TableSize);
            }
        },
        iter: 1000);

    [Fact]
    public void Text_HuffmanEncodedThenDecoded_IsTheSame() => Gen.Byte.Array[0, 200].Sample(
        static text =>
        {
            var encoded = new byte[HpackHuffman.EncodedLength(text)];
            Assert.Equal(encoded.Length, HpackHuffman.Encode(text, encoded));
            var decoded = new byte[HpackHuffman.MaxDecoded(encoded.Length)];
            Assert.True(HpackHuffman.TryDecode(encoded, decoded, out var written));
            Assert.Equal(text, decoded[..written]);
        },
        iter: 5000);

    [Fact]
    public void Text_AnyBytesThatDecode_EncodeToThemselves() => Gen.Byte.Array[0, 20].Sample(
        static bytes =>
        {
            var decoded = new byte[HpackHuffman.MaxDecoded(bytes.Length)];
            if (!HpackHuffman.TryDecode(bytes, decoded, out var written))
                return;
            var again = new byte[HpackHuffman.EncodedLength(decoded.AsSpan(0, written))];
            HpackHuffman.Encode(decoded.AsSpan(0, written), again);
            Assert.Equal(bytes, again);
        },
        iter: 20_000);

    [Fact]
    public void Integer_WrittenThenRead_IsTheSame() => Gen.Select(Gen.Int[3, 7], Gen.Int[0, 200_000_000]).Sample(
        static (bits, number) =>
        {
            var bytes = new byte[HpackInteger.MaxBytes];
            ReadOnlySpan<byte> written = bytes.AsSpan(0, HpackInteger.Write(bytes, 0, bits, number));
            Assert.Equal(HpackError.None, HpackInteger.TryRead(ref written, bits, out var read));
            Assert.Equal((number, 0), (read, written.Length));
        },
        iter: 5000);

    [Fact]
    public void FieldBlock_AnyCutIntoFrames_GivesTheSameBytes() => Gen.Select(Gen.Byte.Array[1, 300], Gen.Int[0, 299].Array[0, 6]).Sample(
        static (bytes, cuts) =>
        {
            int[] at = [0, .. cuts.Select(c => c % bytes.Length).Order(), bytes.Length];
            using var block = new FieldBlock(300, 10);
            Assert.Equal(Http2Violation.None, block.Begin(1, endsStream: true, bytes.AsSpan(0, at[1])));
            for (var i = 2; i < at.Length; i++)
                Assert.Equal(Http2Violation.None, block.Continue(bytes.AsSpan(at[i - 1], at[i] - at[i - 1])));
            Assert.Equal(Segments.Text(bytes), Segments.Text(block.Fragments));
        },
        iter: 1000);
}
