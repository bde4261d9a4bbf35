using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class RequestFramingTests
{
    [Fact]
    public void Body_NothingDeclared_IsNone()
    {
        using var head = HeadReading.ParsedRequest("POST / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal((BodyKind.None, 0L), (head.Body, head.BodyLength));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("5", 5)]
    [InlineData("003", 3)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Body_ContentLength_IsThatLong(string value, long expected)
    {
        using var head = HeadReading.ParsedRequest(Post($"Content-Length: {value}"));
        Assert.Equal((BodyKind.ContentLength, expected), (head.Body, head.BodyLength));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+5")]
    [InlineData("-5")]
    [InlineData("5 ,")]
    [InlineData("0x5")]
    [InlineData("5a")]
    [InlineData("5 5")]
    [InlineData("5.0")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551621")]
    [InlineData("1000000000000000000000")]
    [InlineData("\u0665")]
    public void ContentLength_NoNumberInRange_IsRefused(string value) =>
        Assert.Equal(
            value.Contains(',') ? HttpParseError.DuplicateContentLength : HttpParseError.BadContentLength,
            HeadReading.RequestError(Post($"Content-Length: {value.Replace('\u0665', '\u00e5')}")));

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5")]
    [InlineData("Content-Length: 5\r\nX: y\r\ncontent-length: 5")]
    [InlineData("Content-Length: 5, 5")]
    [InlineData("Content-Length: 5,6")]
    public void ContentLength_Several_IsRefused(string lines) =>
        Assert.Equal(HttpParseError.DuplicateContentLength, HeadReading.RequestError(Post(lines)));

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("transfer-encoding:CHUNKED")]
    [InlineData("Transfer-Encoding: \tchUnked \t")]
    public void TransferEncoding_ChunkedAlone_IsChunked(string line)
    {
        using var head = HeadReading.ParsedRequest(Post(line));
        Assert.Equal(BodyKind.Chunked, head.Body);
    }

    [Theory]
    [InlineData("Transfer-Encoding:")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Transfer-Encoding: chunked, chunked")]
    [InlineData("Transfer-Encoding: chunked,")]
    [InlineData("Transfer-Encoding: ,chunked")]
    [InlineData("Transfer-Encoding: chunked;q=1")]
    [InlineData("Transfer-Encoding: \"chunked\"")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding: chunkedchunked")]
    [InlineData("Transfer-Encoding: chunked chunked")]
    [InlineData("Transfer-Encoding: chunked\u00a0")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding:")]
    public void TransferEncoding_AnythingElse_IsRefused(string lines) =>
        Assert.Equal(HttpParseError.UnsupportedTransferEncoding, HeadReading.RequestError(Post(lines)));

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 0")]
    [InlineData("Transfer-Encoding: identity\r\nContent-Length: 5")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\nTransfer-Encoding:")]
    public void BothLengths_Present_IsRefused(string lines) =>
        Assert.Equal(HttpParseError.LengthAndTransferEncoding, HeadReading.RequestError(Post(lines)));

    [Fact]
    public void TransferEncoding_InOneZero_IsRefused() =>
        Assert.Equal(
            HttpParseError.TransferEncodingInHttp10,
            HeadReading.RequestError("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"));

    [Theory]
    [InlineData("Content-Length: 1")]
    [InlineData("Transfer-Encoding: chunked")]
    public void Connect_WithBody_IsRefused(string line) =>
        Assert.Equal(HttpParseError.BodyNotAllowed, HeadReading.RequestError($"CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n{line}\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/1.1", "", true)]
    [InlineData("HTTP/1.1", "Connection: close\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: CLOSE\t\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: keep-alive, Close\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: x-close\r\n", true)]
    [InlineData("HTTP/1.1", "Proxy-Connection: close\r\n", true)]
    [InlineData("HTTP/1.0", "", false)]
    [InlineData("HTTP/1.0", "Connection: keep-alive\r\n", true)]
    [InlineData("HTTP/1.0", "Connection: keep-alive, close\r\n", false)]
    public void KeepAlive_ByVersionAndConnection_IsSettled(string version, string lines, bool expected)
    {
        using var head = HeadReading.ParsedRequest($"GET / {version}\r\nHost: h\r\n{lines}\r\n");
        Assert.Equal(expected, head.KeepAlive);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Expect: 100-continue", true)]
    [InlineData("HTTP/1.1", "Expect: 100-Continue", true)]
    [InlineData("HTTP/1.1", "Expect: 200-ok", false)]
    [InlineData("HTTP/1.0", "Expect: 100-continue", false)]
    public void ExpectsContinue_OnlyInOneOne(string version, string line, bool expected)
    {
        using var head = HeadReading.ParsedRequest($"POST / {version}\r\nHost: h\r\nContent-Length: 1\r\n{line}\r\n\r\n");
        Assert.Equal(expected, head.ExpectsContinue);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket", true)]
    [InlineData("HTTP/1.1", "Connection: keep-alive, upgrade\r\nUpgrade: websocket", true)]
    [InlineData("HTTP/1.1", "Upgrade: websocket", false)]
    [InlineData("HTTP/1.1", "Connection: upgrade", false)]
    [InlineData("HTTP/1.0", "Connection: upgrade\r\nUpgrade: websocket", false)]
    public void WantsUpgrade_NeedsBothHeadersAndOneOne(string version, string lines, bool expected)
    {
        using var head = HeadReading.ParsedRequest($"GET / {version}\r\nHost: h\r\n{lines}\r\n\r\n");
        Assert.Equal(expected, head.WantsUpgrade);
    }

    private static string Post(string lines) => $"POST / HTTP/1.1\r\nHost: h\r\n{lines}\r\n\r\n";
}
