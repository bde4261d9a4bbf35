using EgressPipeline.Http.Http2;

namespace EgressPipeline.Http.Tests.Http2;

public sealed class HpackEncoderTests
{
    [Theory]
    [InlineData("authorization", "Bearer abc", 0x10)]
    [InlineData("cookie", "a=b", 0x10)]
    [InlineData("set-cookie", "a=b", 0x10)]
    [InlineData("proxy-authorization", "Basic abc", 0x10)]
    [InlineData("x-request-id", "1", 0x00)]
    [InlineData("content-length", "17", 0x00)]
    [InlineData("user-agent", "curl", 0x40)]
    public void Encoder_Field_IsIndexedAsItsKindAllows(string name, string value, int pattern)
    {
        using var encoder = new HpackEncoder();
        var first = FieldList.Encode(encoder, (name, value))[0];
        Assert.Equal(pattern, pattern == 0x40 ? first & 0xc0 : first & 0xf0);
    }

    [Fact]
    public void Encoder_NameInCapitals_IsWrittenInLowerCase()
    {
        using var encoder = new HpackEncoder();
        using var decoder = new HpackDecoder(HpackLimits.Default);
        var longName = "X-" + new string('A', 200);
        var fields = FieldList.Decode(decoder, FieldList.Encode(encoder, ("Content-Type", "Text/Plain"), (longName, "v")));
        Assert.Equal((HpackError.None, $"content-type: Text/Plain\n{longName.ToLowerInvariant()}: v"), fields);
    }

    [Fact]
    public void Encoder_SameFieldAgain_TakesOneByte()
    {
        using var encoder = new HpackEncoder();
        FieldList.Encode(encoder, ("x-service", "payments"));
        Assert.Single(FieldList.Encode(encoder, ("x-service", "payments")));
    }

    [Fact]
    public void Encoder_PeerTableSize_IsFollowedAndAnnounced()
    {
        using var encoder = new HpackEncoder();
        using var decoder = new HpackDecoder(HpackLimits.Default);
        FieldList.Decode(decoder, FieldList.Encode(encoder, ("x-service", "payments")));
        Assert.True(encoder.TableSize > 0);

        encoder.SetPeerTableSize(0);
        encoder.SetPeerTableSize(100);
        encoder.SetPeerTableSize(1 << 30); // more than is wanted here
        var block = FieldList.Encode(encoder, ("x-service", "payments"));
        Assert.Equal("203fe11f", Convert.ToHexStringLower(block.AsSpan(0, 4))); // down to 0, then up to 4096: RFC 7541 §4.2
        Assert.Equal((HpackError.None, "x-service: payments"), FieldList.Decode(decoder, block));
        Assert.Equal(encoder.TableSize, decoder.TableSize);
    }

    [Fact]
    public void Encoder_PeerWithoutTable_IndexesNothing()
    {
        using var encoder = new HpackEncoder();
        encoder.SetPeerTableSize(0);
        FieldList.Encode(encoder, ("x-service", "payments"));
        Assert.Equal(0, encoder.TableSize);
        Assert.Equal(0x00, FieldList.Encode(encoder, ("x-service", "payments"))[0] & 0xf0);
    }
}
