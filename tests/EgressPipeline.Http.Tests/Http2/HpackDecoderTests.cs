using EgressPipeline.Http.Http2;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Http2;

public sealed class HpackDecoderTests
{
    [Theory]
    [InlineData("80", HpackError.BadIndex)] // index 0
    [InlineData("be", HpackError.BadIndex)] // 62, and the table is empty
    [InlineData("7e0161", HpackError.BadIndex)] // a literal whose name is 62
    [InlineData("7f", HpackError.Truncated)] // an integer without its end
    [InlineData("ff8080808080", HpackError.BadInteger)]
    [InlineData("ffffffffff0f", HpackError.BadInteger)]
    [InlineData("400161", HpackError.Truncated)] // no value
    [InlineData("40ff", HpackError.Truncated)]
    [InlineData("4002610162", HpackError.Truncated)] // the name takes the value's length
    [InlineData("00016181ff", HpackError.BadHuffman)] // eight bits of padding
    [InlineData("000161813e", HpackError.BadHuffman)] // padding of zeroes
    [InlineData("00016184ffffffff", HpackError.BadHuffman)] // EOS
    [InlineData("823f", HpackError.MisplacedTableSize)]
    [InlineData("3fe21f", HpackError.TableSizeTooLarge)] // 4097
    public void Decoder_DamagedBlock_IsRefused(string block, HpackError expected)
    {
        using var decoder = new HpackDecoder(HpackLimits.Default);
        Assert.Equal(expected, FieldList.Decode(decoder, Convert.FromHexString(block)).Error);
    }

    [Fact]
    public void Decoder_TableSizeOfTheLimit_IsTakenAndEvicts()
    {
        using var decoder = new HpackDecoder(HpackLimits.Default);
        FieldList.Decode(decoder, Convert.FromHexString("400a637573746f6d2d6b65790d637573746f6d2d686561646572"));
        Assert.Equal(55, decoder.TableSize);
        Assert.Equal((HpackError.None, ""), FieldList.Decode(decoder, Convert.FromHexString("3fe11f"))); // 4096
        Assert.Equal(55, decoder.TableSize);
        Assert.Equal((HpackError.None, ":method: GET"), FieldList.Decode(decoder, Convert.FromHexString("203fe11f82"))); // 0, then 4096 again
        Assert.Equal(0, decoder.TableSize);
    }

    [Fact]
    public void Decoder_EntryLargerThanTheTable_EmptiesIt()
    {
        using var decoder = new HpackDecoder(new HpackLimits { MaxTableBytes = 64 });
        Assert.Equal(HpackError.None, FieldList.Decode(decoder, Convert.FromHexString("400161" + "0162")).Error);
        Assert.Equal(34, decoder.TableSize);
        var (error, fields) = FieldList.Decode(decoder, [0x40, 1, (byte)'n', 32, .. new byte[32].Select(static _ => (byte)'v')]);
        Assert.Equal((HpackError.None, "n: " + new string('v', 32), 0), (error, fields, decoder.TableSize));
    }

    [Fact]
    public void Decoder_NameFromTheEntryThatIsEvictedForIt_IsKept()
    {
        // RFC 7541 §4.4: the name refers to an entry that goes when the new one is added.
        using var decoder = new HpackDecoder(new HpackLimits { MaxTableBytes = 70 });
        FieldList.Decode(decoder, [0x40, 4, .. "name"u8, 20, .. "12345678901234567890"u8]);
        var again = FieldList.Decode(decoder, [0x40 | 62, 20, .. "abcdefghijklmnopqrst"u8, 0x80 | 62]);
        Assert.Equal((HpackError.None, "name: abcdefghijklmnopqrst\nname: abcdefghijklmnopqrst"), again);
    }

    [Theory]
    [InlineData(100, HpackError.None, 1)]
    [InlineData(99, HpackError.ListTooLarge, 0)]
    public void Decoder_ListAtItsLimit_IsTakenAndOneByteMoreIsNot(int limit, HpackError expected, int fields)
    {
        using var decoder = new HpackDecoder(new HpackLimits { MaxListBytes = limit });
        var list = new FieldList();
        Assert.Equal(expected, decoder.Decode([0, 8, .. "a-header"u8, 60, .. new byte[60].Select(static _ => (byte)'x')], ref list));
        Assert.Equal(fields, list.Count);
    }

    [Theory]
    [InlineData(3, HpackError.None, 3)]
    [InlineData(4, HpackError.TooManyFields, 3)]
    public void Decoder_FieldsAtTheirLimit_AreTakenAndOneMoreIsNot(int count, HpackError expected, int fields)
    {
        using var decoder = new HpackDecoder(new HpackLimits { MaxFields = 3 });
        var list = new FieldList();
        Assert.Equal(expected, decoder.Decode(Enumerable.Repeat((byte)0x82, count).ToArray(), ref list));
        Assert.Equal(fields, list.Count);
    }

    [Fact]
    public void Decoder_BlockBeyondTheLimits_KeepsTheTableInStep()
    {
        using var decoder = new HpackDecoder(new HpackLimits { MaxFields = 1 });
        Assert.Equal(HpackError.TooManyFields, FieldList.Decode(decoder, Convert.FromHexString("82" + "400a637573746f6d2d6b65790d637573746f6d2d686561646572")).Error);
        Assert.Equal((HpackError.None, "custom-key: custom-header"), FieldList.Decode(decoder, [0xbe]));
    }

    [Fact]
    public void Decoder_BombOfReferences_HandsOutNoMoreThanTheLimit()
    {
        using var decoder = new HpackDecoder(HpackLimits.Default);
        FieldList.Decode(decoder, [0x40, 1, (byte)'n', 0x7f, 0x81, 0x1e, .. new byte[3968].Select(static _ => (byte)'v')]);
        Assert.Equal(4001, decoder.TableSize);
        var list = new FieldList();
        Assert.Equal(HpackError.ListTooLarge, decoder.Decode(Enumerable.Repeat((byte)0xbe, 16_000).ToArray(), ref list));
        Assert.Equal(8, list.Count);
    }

    [Fact]
    public void Decoder_EveryByteValue_SurvivesHuffman()
    {
        var all = Enumerable.Range(0, 256).Select(static i => (byte)i).ToArray();
        var encoded = new byte[1024];
        var length = HpackHuffman.Encode(all, encoded);
        Assert.Equal(HpackHuffman.EncodedLength(all), length);
        var decoded = new byte[HpackHuffman.MaxDecoded(length)];
        Assert.True(HpackHuffman.TryDecode(encoded.AsSpan(0, length), decoded, out var written));
        Assert.Equal(Segments.Text(all), Segments.Text(decoded.AsSpan(0, written)));
    }
}
