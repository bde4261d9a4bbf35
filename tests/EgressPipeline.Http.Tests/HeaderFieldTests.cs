using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class HeaderFieldTests
{
    [Theory]
    [InlineData("A:b", "b")]
    [InlineData("A: b", "b")]
    [InlineData("A:  b  ", "b")]
    [InlineData("A:\tb\t", "b")]
    [InlineData("A: b c", "b c")]
    [InlineData("A: b\tc", "b\tc")]
    [InlineData("A:", "")]
    [InlineData("A: \t ", "")]
    [InlineData("A: b:c", "b:c")]
    [InlineData("A: caf\u00e9", "caf\u00e9")]
    public void Value_SurroundingBlanks_AreTrimmed(string line, string value)
    {
        using var head = HeadReading.ParsedRequest($"GET / HTTP/1.1\r\n{line}\r\nHost: h\r\n\r\n");
        Assert.Equal("A"u8, head.Name(0));
        Assert.Equal(value, Segments.Text(head.Value(0)));
    }

    [Fact]
    public void Line_UnusualBlanks_IsWrittenPlainly()
    {
        using var head = HeadReading.ParsedRequest("GET / HTTP/1.1\r\nA:\t b \r\nHost: h\r\nC:d\r\n\r\n");
        Assert.Equal("GET / HTTP/1.1\r\nA: b\r\nHost: h\r\nC:d\r\n\r\n", HeadReading.Written(head));
    }

    [Theory]
    [InlineData(" A: b")]
    [InlineData("\tA: b")]
    [InlineData("X: y\r\n folded")]
    [InlineData("X: y\r\n\tfolded")]
    [InlineData("X: y\r\n ")]
    [InlineData("X: y\r\n :")]
    public void Line_FoldedOrStartingBlank_IsRefused(string lines) =>
        Assert.Equal(HttpParseError.ObsoleteFolding, Error(lines));

    [Theory]
    [InlineData("A : b")]
    [InlineData("A\t: b")]
    [InlineData("Content-Length : 5")]
    [InlineData("Transfer-Encoding \t: chunked")]
    public void Name_BlankBeforeColon_IsRefused(string line) => Assert.Equal(HttpParseError.SpaceBeforeColon, Error(line));

    [Theory]
    [InlineData(": b")]
    [InlineData(":")]
    public void Name_Empty_IsRefused(string line) => Assert.Equal(HttpParseError.EmptyHeaderName, Error(line));

    [Theory]
    [InlineData("A B: c")]
    [InlineData("A@: b")]
    [InlineData("A/: b")]
    [InlineData("{: b")]
    [InlineData("\u00e9: b")]
    [InlineData("A\u0001: b")]
    [InlineData("A\0: b")]
    [InlineData("\u000b: b")]
    public void Name_NoToken_IsRefused(string line) => Assert.Equal(HttpParseError.BadHeaderName, Error(line));

    [Theory]
    [InlineData("A")]
    [InlineData("A b")]
    public void Line_WithoutColon_IsRefused(string line) => Assert.Equal(HttpParseError.MissingColon, Error(line));

    [Theory]
    [InlineData("A: \0")]
    [InlineData("A: b\u0007c")]
    [InlineData("A: b\u001b")]
    [InlineData("A: \u007f")]
    [InlineData("A:\u000c")]
    public void Value_ControlByte_IsRefused(string line) => Assert.Equal(HttpParseError.BadHeaderValue, Error(line));

    [Theory]
    [InlineData("A: b\nC: d")]
    [InlineData("A: b\n\n")]
    [InlineData("A\n")]
    public void Line_BareLineFeed_IsRefused(string lines) => Assert.Equal(HttpParseError.BareLineFeed, Error(lines));

    [Theory]
    [InlineData("A: b\rC: d")]
    [InlineData("A: b\r\rC: d")]
    [InlineData("A\r: b")]
    [InlineData("A: b\r\n\rC: d")]
    public void Line_BareCarriageReturn_IsRefused(string lines) => Assert.Equal(HttpParseError.BareCarriageReturn, Error(lines));

    [Fact]
    public void Lookup_RepeatedHeader_IsJoined()
    {
        using var head = HeadReading.ParsedRequest("GET / HTTP/1.1\r\nHost: h\r\nVia: a\r\nX-Own: 1\r\nvia: b\r\nx-own: 2\r\nX-OWN: 3\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n");
        Assert.True(head.TryGet(KnownHeader.Via, out var via));
        Assert.Equal("a, b", Segments.Text(via));
        Assert.True(head.TryGet("x-own"u8, out var own));
        Assert.Equal("1, 2, 3", Segments.Text(own));
        Assert.True(head.TryGet("cookie"u8, out var cookie));
        Assert.Equal("a=1; b=2", Segments.Text(cookie));
    }

    [Fact]
    public void Lookup_AbsentHeader_IsFalse()
    {
        using var head = HeadReading.ParsedRequest("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.False(head.TryGet(KnownHeader.Via, out _));
        Assert.False(head.TryGet("x-own"u8, out _));
        Assert.False(head.Contains(KnownHeader.Via));
        Assert.False(head.Contains(KnownHeader.Other));
        Assert.True(head.Contains(KnownHeader.Host));
    }

    private static HttpParseError Error(string lines) =>
        HeadReading.RequestError($"GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n\r\n");
}
