using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class TrailerTests
{
    [Theory]
    [InlineData("X-Check: abc\r\n", "X-Check: abc\r\n")]
    [InlineData("grpc-status: 0\r\ngrpc-message:\r\n", "grpc-status: 0\r\ngrpc-message:\r\n")]
    [InlineData("A:\t b \r\nC:d\r\n", "A: b\r\nC:d\r\n")]
    [InlineData("A: \t\r\n", "A: \r\n")]
    public void Trailers_Allowed_AreKept(string lines, string expected) => Assert.Equal(expected, Kept(lines));

    [Theory]
    [InlineData("Connection: x\r\nA: b\r\n")]
    [InlineData("A: b\r\nAuthorization: x\r\n")]
    [InlineData("Set-Cookie: a\r\nA: b\r\nCookie: c\r\n")]
    [InlineData("Vary: *\r\nContent-Type: text/plain\r\nA: b\r\n")]
    [InlineData("Upgrade:  x \r\nA: b\r\n")]
    public void Trailers_WithoutPlaceThere_AreDropped(string lines) => Assert.Equal("A: b\r\n", Kept(lines));

    [Theory]
    [InlineData("Content-Length: 5")]
    [InlineData("transfer-encoding: chunked")]
    [InlineData("A: b\r\nHost: x")]
    public void Trailers_FramingOrRouting_AreRefused(string lines) => Assert.Equal(HttpParseError.ForbiddenTrailer, Error(lines));

    [Theory]
    [InlineData(" A: b", HttpParseError.ObsoleteFolding)]
    [InlineData("A: b\r\n c", HttpParseError.ObsoleteFolding)]
    [InlineData("A : b", HttpParseError.SpaceBeforeColon)]
    [InlineData(": b", HttpParseError.EmptyHeaderName)]
    [InlineData("A@: b", HttpParseError.BadHeaderName)]
    [InlineData("A", HttpParseError.MissingColon)]
    [InlineData("A: \0", HttpParseError.BadHeaderValue)]
    [InlineData("A: b\nC: d", HttpParseError.BareLineFeed)]
    [InlineData("A: b\n", HttpParseError.BareLineFeed)]
    [InlineData("A: b\rC: d", HttpParseError.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1", HttpParseError.MissingColon)]
    public void Trailers_LineRuleBroken_AreRefused(string lines, HttpParseError expected) => Assert.Equal(expected, Error(lines));

    [Fact]
    public void Trailers_BareLineFeedAsBlankLine_IsRefused() =>
        Assert.Equal(HttpParseError.BareLineFeed, BodyReading.ChunkedError("0\r\n\n"));

    [Fact]
    public void Trailers_AtTheLimit_PassAndOneMoreByteFails()
    {
        var limits = new HttpLimits { MaxTrailerBytes = 8 };
        Assert.Equal(ParseStatus.Done, BodyReading.Chunked("0\r\nA: b\r\n\r\n", limits).Status);
        Assert.Equal(HttpParseError.TrailersTooLarge, BodyReading.ChunkedError("0\r\nA: bc\r\n\r\n", limits));
        Assert.Equal(HttpParseError.TrailersTooLarge, BodyReading.ChunkedError("0\r\nA: bcdefghij", limits));
    }

    [Fact]
    public void Trailers_DroppedOnes_CountToTheLimit() =>
        Assert.Equal(
            HttpParseError.TrailersTooLarge,
            BodyReading.ChunkedError(
                "0\r\n" + string.Concat(Enumerable.Repeat("Via: a\r\n", 9)) + "\r\n", new HttpLimits { MaxTrailerBytes = 64 }));

    private static string Kept(string lines)
    {
        var outcome = BodyReading.Chunked($"1\r\nx\r\n0\r\n{lines}\r\n");
        Assert.Equal(ParseStatus.Done, outcome.Status);
        return outcome.Trailers;
    }

    private static HttpParseError Error(string lines) => BodyReading.ChunkedError($"0\r\n{lines}\r\n\r\n");
}
