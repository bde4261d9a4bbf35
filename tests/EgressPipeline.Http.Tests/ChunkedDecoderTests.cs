using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class ChunkedDecoderTests
{
    [Theory]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("000\r\n\r\n", "")]
    [InlineData("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world")]
    [InlineData("a\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\n\r\n", "0123456789abcdefghij")]
    [InlineData("0000000000000005\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("2\r\n\r\n\r\n0\r\n\r\n", "\r\n")]
    public void Body_Valid_GivesThePayload(string text, string payload)
    {
        var outcome = BodyReading.Chunked(text);
        Assert.Equal(new BodyOutcome(ParseStatus.Done, HttpParseError.None, text.Length, payload, ""), outcome);
    }

    [Fact]
    public void Body_BytesBehindIt_AreLeft()
    {
        const string Text = "1\r\nx\r\n0\r\n\r\n";
        Assert.Equal(Text.Length, BodyReading.Chunked(Text + "GET / HTTP/1.1\r\n").Consumed);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData(" 5\r\nhello")]
    [InlineData("5 \r\nhello")]
    [InlineData("5\t\r\nhello")]
    [InlineData("5 ;a\r\nhello")]
    [InlineData("+5\r\nhello")]
    [InlineData("-5\r\nhello")]
    [InlineData("0x5\r\nhello")]
    [InlineData("5h\r\nhello")]
    [InlineData("g\r\n")]
    [InlineData(";a\r\n")]
    [InlineData("5_0\r\n")]
    [InlineData("5,5\r\n")]
    [InlineData("\u00b5\r\n")]
    [InlineData("5\r\nhello\r\n\r\n")]
    [InlineData("2 erfrferferf\r\naa\r\n0 rrrr\r\n")]
    public void Size_Malformed_IsRefused(string text) => Assert.Equal(HttpParseError.BadChunkSize, BodyReading.ChunkedError(text));

    [Theory]
    [InlineData("8000000000000000\r\n")]
    [InlineData("ffffffffffffffff\r\n")]
    [InlineData("10000000000000000\r\n")]
    [InlineData("00000000000000005\r\nhello\r\n")]
    [InlineData("ffffffffffffffff5\r\n")]
    public void Size_OutOfRange_IsRefused(string text) => Assert.Equal(HttpParseError.ChunkSizeTooLarge, BodyReading.ChunkedError(text));

    [Fact]
    public void Size_LargestThatFits_IsAccepted() =>
        Assert.Equal(ParseStatus.NeedMore, BodyReading.Chunked("7fffffffffffffff\r\nx").Status);

    [Theory]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\nhello\r\n0\r\n\r\n")]
    public void SizeLine_BareLineFeed_IsRefused(string text) => Assert.Equal(HttpParseError.BareLineFeed, BodyReading.ChunkedError(text));

    [Theory]
    [InlineData("5\rhello\r\n0\r\n\r\n")]
    [InlineData("5\r\r\nhello")]
    [InlineData("5;a\rb\r\nhello")]
    public void SizeLine_BareCarriageReturn_IsRefused(string text) => Assert.Equal(HttpParseError.BareCarriageReturn, BodyReading.ChunkedError(text));

    [Theory]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r0\r\n\r\n")]
    [InlineData("5\r\nhello!\r\n0\r\n\r\n")]
    public void Data_NotFollowedByCrlf_IsRefused(string text) => Assert.Equal(HttpParseError.BadChunkEnd, BodyReading.ChunkedError(text));

    [Theory]
    [InlineData("5;a\r\nhello\r\n0;b=c;d=\"e;\\\"f\"\r\n\r\n")]
    [InlineData("5;a=b;c=d;e\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\"\"\r\nhello\r\n0\r\n\r\n")]
    public void Extension_Valid_IsDropped(string text)
    {
        var outcome = BodyReading.Chunked(text);
        Assert.Equal((ParseStatus.Done, "hello"), (outcome.Status, outcome.Payload));
    }

    [Theory]
    [InlineData("5;\r\nhello")]
    [InlineData("5;;a\r\nhello")]
    [InlineData("5; a\r\nhello")]
    [InlineData("5;a =b\r\nhello")]
    [InlineData("5;a=\r\nhello")]
    [InlineData("5;=b\r\nhello")]
    [InlineData("5;a=b=c\r\nhello")]
    [InlineData("5;a=\"b\r\nhello")]
    [InlineData("5;a=\"b\"c\r\nhello")]
    [InlineData("5;a\0\r\nhello")]
    [InlineData("5;a=\"\u0001\"\r\nhello")]
    [InlineData("5;a=\"\\\u0001\"\r\nhello")]
    [InlineData("5;a=\"b\\\r\nhello")]
    [InlineData("5;\u00e9\r\nhello")]
    public void Extension_Malformed_IsRefused(string text) => Assert.Equal(HttpParseError.BadChunkExtension, BodyReading.ChunkedError(text));

    [Fact]
    public void Extension_AtTheLimit_PassesAndOneMoreByteFails()
    {
        var limits = new HttpLimits { MaxChunkExtensionBytes = 4 };
        Assert.Equal(ParseStatus.Done, BodyReading.Chunked("1;abcd\r\nx\r\n1;abcd\r\ny\r\n0\r\n\r\n", limits).Status);
        Assert.Equal(HttpParseError.ChunkExtensionTooLarge, BodyReading.ChunkedError("1;abcde\r\nx\r\n0\r\n\r\n", limits));
    }

    [Fact]
    public void Read_LargeChunk_GivesEachPieceInPlace()
    {
        var decoder = new ChunkedDecoder(HttpLimits.Default);
        var status = decoder.Read("8\r\nabcd"u8, out var consumed, out var start, out var length, out _);
        Assert.Equal((ParseStatus.NeedMore, 7, 3, 4), (status, consumed, start, length));
        status = decoder.Read("efgh\r\n0\r\n\r\n"u8, out consumed, out start, out length, out _);
        Assert.Equal((ParseStatus.NeedMore, 4, 0, 4), (status, consumed, start, length));
        status = decoder.Read("\r\n0\r\n\r\n"u8, out consumed, out _, out length, out _);
        Assert.Equal((ParseStatus.Done, 7, 0), (status, consumed, length));
    }

    [Fact]
    public void Reset_AfterABody_ReadsTheNext()
    {
        var decoder = new ChunkedDecoder(HttpLimits.Default);
        Assert.Equal(ParseStatus.Done, decoder.Read("0;a\r\nX: y\r\n\r\n"u8, out _, out _, out _, out _));
        decoder.Reset();
        Assert.True(decoder.Trailers.IsEmpty);
        Assert.Equal(ParseStatus.NeedMore, decoder.Read("3\r\nabc"u8, out _, out var start, out var length, out _));
        Assert.Equal((3, 3), (start, length));
        decoder.Dispose();
    }
}
