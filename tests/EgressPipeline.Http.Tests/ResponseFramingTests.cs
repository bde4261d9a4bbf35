using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class ResponseFramingTests
{
    [Theory]
    [InlineData(200, "", KnownMethod.Get, BodyKind.UntilClose)]
    [InlineData(200, "Content-Length: 5\r\n", KnownMethod.Get, BodyKind.ContentLength)]
    [InlineData(200, "Transfer-Encoding: chunked\r\n", KnownMethod.Get, BodyKind.Chunked)]
    [InlineData(200, "Content-Length: 5\r\n", KnownMethod.Head, BodyKind.None)]
    [InlineData(200, "Transfer-Encoding: chunked\r\n", KnownMethod.Head, BodyKind.None)]
    [InlineData(404, "", KnownMethod.Head, BodyKind.None)]
    [InlineData(304, "Content-Length: 5\r\n", KnownMethod.Get, BodyKind.None)]
    [InlineData(204, "Content-Length: 5\r\n", KnownMethod.Get, BodyKind.None)]
    [InlineData(100, "Content-Length: 5\r\n", KnownMethod.Get, BodyKind.None)]
    [InlineData(101, "Transfer-Encoding: chunked\r\n", KnownMethod.Get, BodyKind.None)]
    [InlineData(200, "Content-Length: 5\r\n", KnownMethod.Connect, BodyKind.None)]
    [InlineData(200, "Transfer-Encoding: chunked\r\n", KnownMethod.Connect, BodyKind.None)]
    [InlineData(403, "Content-Length: 5\r\n", KnownMethod.Connect, BodyKind.ContentLength)]
    [InlineData(502, "", KnownMethod.Connect, BodyKind.UntilClose)]
    [InlineData(205, "", KnownMethod.Get, BodyKind.UntilClose)]
    public void Body_ByStatusMethodAndHeaders_IsSettled(int status, string lines, KnownMethod method, BodyKind expected)
    {
        using var head = HeadReading.ParsedResponse($"HTTP/1.1 {status} x\r\n{lines}\r\n", method);
        Assert.Equal(expected, head.Body);
        Assert.Equal(expected == BodyKind.ContentLength ? 5 : 0, head.BodyLength);
    }

    [Theory]
    [InlineData(100, KnownMethod.Get, false)]
    [InlineData(101, KnownMethod.Get, false)]
    [InlineData(204, KnownMethod.Get, false)]
    [InlineData(200, KnownMethod.Connect, false)]
    [InlineData(304, KnownMethod.Get, true)]
    [InlineData(200, KnownMethod.Head, true)]
    public void FramingHeaders_WhereTheyMustNotBe_AreDropped(int status, KnownMethod method, bool isKept)
    {
        using var head = HeadReading.ParsedResponse($"HTTP/1.1 {status} x\r\nContent-Length: 5\r\n\r\n", method);
        Assert.Equal(isKept, head.Contains(KnownHeader.ContentLength));
    }

    [Theory]
    [InlineData(200, KnownMethod.Get)]
    [InlineData(204, KnownMethod.Get)]
    [InlineData(304, KnownMethod.Get)]
    [InlineData(200, KnownMethod.Head)]
    [InlineData(200, KnownMethod.Connect)]
    public void BothLengths_WhateverTheStatus_IsRefused(int status, KnownMethod method) =>
        Assert.Equal(
            HttpParseError.LengthAndTransferEncoding,
            HeadReading.ResponseError($"HTTP/1.1 {status} x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", method));

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 5", HttpParseError.DuplicateContentLength)]
    [InlineData("Content-Length: 5, 5", HttpParseError.DuplicateContentLength)]
    [InlineData("Content-Length: -1", HttpParseError.BadContentLength)]
    [InlineData("Transfer-Encoding: chunkedchunked", HttpParseError.UnsupportedTransferEncoding)]
    [InlineData("Transfer-Encoding: gzip, chunked", HttpParseError.UnsupportedTransferEncoding)]
    [InlineData("Transfer-Encoding: identity", HttpParseError.UnsupportedTransferEncoding)]
    public void Framing_Ambiguous_IsRefused(string lines, HttpParseError expected) =>
        Assert.Equal(expected, HeadReading.ResponseError($"HTTP/1.1 200 OK\r\n{lines}\r\n\r\n"));

    [Fact]
    public void TransferEncoding_InOneZero_IsRefused() =>
        Assert.Equal(
            HttpParseError.TransferEncodingInHttp10,
            HeadReading.ResponseError("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.1 204 x\r\n\r\n", true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n", true)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n", false)]
    public void KeepAlive_NeedsABodyWithAnEnd(string text, bool expected)
    {
        using var head = HeadReading.ParsedResponse(text);
        Assert.Equal(expected, head.KeepAlive);
    }
}
