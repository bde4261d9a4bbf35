using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class ResponseHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK", 200, "OK")]
    [InlineData("HTTP/1.0 404 Not Found", 404, "Not Found")]
    [InlineData("HTTP/1.1 200 ", 200, "")]
    [InlineData("HTTP/1.1 301", 301, "")]
    [InlineData("HTTP/1.1 500 Ori\u00ebntatieprobleem", 500, "Ori\u00ebntatieprobleem")]
    [InlineData("HTTP/1.1 200  two spaces", 200, " two spaces")]
    [InlineData("HTTP/1.1 999 x", 999, "x")]
    public void StatusLine_Valid_IsTakenApart(string line, int status, string reason)
    {
        using var head = HeadReading.ParsedResponse($"{line}\r\nA: b\r\n\r\n");
        Assert.Equal(status, head.Status);
        Assert.Equal(reason, Segments.Text(head.Reason));
        Assert.Equal($"HTTP/1.1 {status} {reason}\r\nA: b\r\n\r\n", HeadReading.Written(head));
    }

    [Theory]
    [InlineData("HTTP/1.1 20 OK")]
    [InlineData("HTTP/1.1 2 OK")]
    [InlineData("HTTP/1.1 2000 OK")]
    [InlineData("HTTP/1.1 200X OK")]
    [InlineData("HTTP/1.1  200 OK")]
    [InlineData("HTTP/1.1 099 OK")]
    [InlineData("HTTP/1.1 +20 OK")]
    [InlineData("HTTP/1.1 200\tOK")]
    [InlineData("HTTP/1.1 ")]
    public void Status_Malformed_IsRefused(string line) =>
        Assert.Equal(HttpParseError.BadStatus, HeadReading.ResponseError($"{line}\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/1. 200 OK")]
    [InlineData("HTTP/1.2z 200 OK")]
    [InlineData("HTTP/1.01 200 OK")]
    [InlineData("HTTP/1.1\t200 OK")]
    [InlineData("HTTP/1.1")]
    public void Version_Malformed_IsRefused(string line) =>
        Assert.Equal(HttpParseError.BadVersion, HeadReading.ResponseError($"{line}\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/2.0 200 OK")]
    [InlineData("HTTP/5.6 200 OK")]
    [InlineData("HTTP/0.9 200 OK")]
    public void Version_Unsupported_IsRefused(string line) =>
        Assert.Equal(HttpParseError.UnsupportedVersion, HeadReading.ResponseError($"{line}\r\n\r\n"));

    [Theory]
    [InlineData("HTP/1.1 200 OK")]
    [InlineData("hello")]
    [InlineData(" HTTP/1.1 200 OK")]
    public void StatusLine_SomethingElse_IsRefused(string line) =>
        Assert.Equal(ParseStatus.Error, HeadReading.Response($"{line}\r\n\r\n").Status);

    [Theory]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n", HttpParseError.BadStartLine)]
    [InlineData("\nHTTP/1.1 200 OK\r\n\r\n", HttpParseError.BareLineFeed)]
    [InlineData("\rHTTP/1.1 200 OK\r\n\r\n", HttpParseError.BareCarriageReturn)]
    [InlineData("HTTP/1.1 200 OK\n\n", HttpParseError.BareLineFeed)]
    [InlineData("HTTP/1.1 200 OK\rA: b\r\n\r\n", HttpParseError.BareCarriageReturn)]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n", HttpParseError.BadStartLine)]
    [InlineData("HTTP/1.1 200 OK\r\n A: b\r\n\r\n", HttpParseError.ObsoleteFolding)]
    [InlineData("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", HttpParseError.SpaceBeforeColon)]
    public void Head_LineRuleBroken_IsRefused(string text, HttpParseError expected) =>
        Assert.Equal(expected, HeadReading.ResponseError(text));

    [Theory]
    [InlineData(100, true)]
    [InlineData(103, true)]
    [InlineData(101, false)]
    [InlineData(200, false)]
    public void IsInformational_OneHundredsButSwitching(int status, bool expected)
    {
        using var head = HeadReading.ParsedResponse($"HTTP/1.1 {status} x\r\n\r\n");
        Assert.Equal(expected, head.IsInformational);
    }
}
