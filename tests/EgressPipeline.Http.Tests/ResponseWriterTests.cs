using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class ResponseWriterTests
{
    [Fact]
    public void Write_WithBodyAndHeaders_IsAValidResponse()
    {
        var text = BodyReading.Encoded(static o => ResponseWriter.Write(
            o, 403, "application/problem+json"u8, "{}"u8, close: true, new ResponseHeader("x-egress-decision", "denied")));
        Assert.Equal(
            "HTTP/1.1 403 Forbidden\r\ncontent-type: application/problem+json\r\ncontent-length: 2\r\n"
            + "x-egress-decision: denied\r\nconnection: close\r\n\r\n{}",
            text);
        using var head = HeadReading.ParsedResponse(text);
        Assert.Equal((BodyKind.ContentLength, 2L, false), (head.Body, head.BodyLength, head.KeepAlive));
    }

    [Fact]
    public void Write_EmptyBody_AnnouncesZero() =>
        Assert.Equal(
            "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
            BodyReading.Encoded(static o => ResponseWriter.Write(o, 502, default, default, close: false)));

    [Theory]
    [InlineData(204)]
    [InlineData(101)]
    public void WriteHead_StatusWithoutBody_AnnouncesNoLength(int status) =>
        Assert.DoesNotContain("content-length", BodyReading.Encoded(o => ResponseWriter.WriteHead(o, status, default, 0, false)), StringComparison.Ordinal);

    [Fact]
    public void WriteHead_ForHead_AnnouncesTheLengthWithoutBody() =>
        Assert.EndsWith("content-length: 7\r\n\r\n", BodyReading.Encoded(static o => ResponseWriter.WriteHead(o, 200, default, 7, false)), StringComparison.Ordinal);

    [Fact]
    public void Write_HeaderValueWithLineEnd_CannotBreakOut() =>
        Assert.Contains(
            "x-host: a??Evil: b?\r\n",
            BodyReading.Encoded(static o => ResponseWriter.Write(o, 400, default, default, false, new ResponseHeader("x-host", "a\r\nEvil: b\u0100"))),
            StringComparison.Ordinal);

    [Fact]
    public void Write_StatusWithoutPhrase_KeepsTheSpace() =>
        Assert.StartsWith("HTTP/1.1 599 \r\n", BodyReading.Encoded(static o => ResponseWriter.Write(o, 599, default, default, false)), StringComparison.Ordinal);

    [Fact]
    public void ErrorTexts_EveryMember_HasItsOwn()
    {
        var texts = Enum.GetValues<HttpParseError>().Select(HttpParseErrors.Text).ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.DoesNotContain("unknown error", texts);
    }
}
