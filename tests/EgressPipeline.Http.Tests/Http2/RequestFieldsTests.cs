using System.Buffers;
using CsCheck;
using EgressPipeline.Http.Http2;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Http2;

public sealed class RequestFieldsTests
{
    private static readonly string[] Usual = [":method: GET", ":scheme: http", ":path: /a?b=c", ":authority: h.example"];

    [Theory]
    [InlineData("x-a: 1", true, "GET /a?b=c HTTP/1.1|host: h.example|x-a: 1||")]
    [InlineData("x-a: 1", false, "GET /a?b=c HTTP/1.1|host: h.example|x-a: 1|transfer-encoding: chunked||")]
    [InlineData("content-length: 3", false, "GET /a?b=c HTTP/1.1|host: h.example|content-length: 3||")]
    [InlineData("cookie: a=1,cookie: b=2,x-a: 1,cookie: c", true, "GET /a?b=c HTTP/1.1|host: h.example|x-a: 1|cookie: a=1; b=2; c||")]
    [InlineData("host: H.EXAMPLE", true, "GET /a?b=c HTTP/1.1|host: h.example||")]
    [InlineData("te: trailers", true, "GET /a?b=c HTTP/1.1|host: h.example|te: trailers||")]
    public void Fields_OfARequest_BecomeItsHead(string fields, bool ends, string expected) =>
        Assert.Equal(expected, Head([.. Usual, .. fields.Split(',')], ends));

    [Theory]
    [InlineData(":method: GET,:scheme: https,:path: /,:authority: h.example:8443", "GET https://h.example:8443/ HTTP/1.1|host: h.example:8443||")]
    [InlineData(":method: OPTIONS,:scheme: http,:path: *,:authority: h.example", "OPTIONS * HTTP/1.1|host: h.example||")]
    [InlineData(":method: OPTIONS,:scheme: https,:path: *,:authority: h.example", "OPTIONS https://h.example HTTP/1.1|host: h.example||")]
    [InlineData(":method: CONNECT,:authority: h.example:443", "CONNECT h.example:443 HTTP/1.1|host: h.example:443||")]
    [InlineData(":method: GET,:scheme: http,:path: /,host: h.example", "GET / HTTP/1.1|host: h.example||")]
    public void PseudoFields_OfARequest_BecomeItsTarget(string fields, string expected) => Assert.Equal(expected, Head(fields.Split(','), ends: true));

    [Theory]
    [InlineData(":method: CONNECT,:authority: h.example", Http2Violation.BadPseudoField)]
    [InlineData(":method: CONNECT,:authority: h.example:1,:path: /", Http2Violation.BadPseudoField)]
    [InlineData(":method: G T,:scheme: http,:path: /,:authority: h", Http2Violation.BadPseudoField)]
    [InlineData(":method: GET,:scheme: ftp,:path: /,:authority: h", Http2Violation.BadPseudoField)]
    [InlineData(":method: GET,:scheme: http,:path: *,:authority: h", Http2Violation.BadPseudoField)]
    [InlineData(":method: GET,:scheme: http,:path: /,:authority: u@h", Http2Violation.BadPseudoField)]
    [InlineData(":method: GET,:scheme: http,:path: /", Http2Violation.PseudoFieldMissing)]
    [InlineData(":method: GET,:scheme: http,:path: /,:authority: h,host: i", Http2Violation.AuthorityMismatch)]
    [InlineData(":method: GET,:scheme: http,:path: /,host: h,host: h", Http2Violation.BadMessage)]
    [InlineData(":method: GET,:scheme: http,:path: /,:authority: h,content-length: 5", Http2Violation.LengthMismatch)]
    [InlineData(":method: GET,:scheme: http,:path: /,:authority: h,content-length: 99999999999999999999", Http2Violation.LengthMismatch)]
    public void Fields_ThatMeanSomethingElse_AreRefused(string fields, Http2Violation expected) =>
        Assert.Equal(expected.ToString(), Head(fields.Split(','), ends: true));

    [Fact]
    public void Fields_AnyThatAreTaken_GiveAHeadThatReadsBack() => Gen.Select(
        Gen.Int[0, 3].Select(static i => ((string[])["x-a", "content-length", "host", ":path"])[i]),
        Gen.Char["ab: /\r\n\0\t#%?=5"].Array[0, 8].Select(static c => new string(c))).Array[0, 4].Sample(
        static more =>
        {
            using var fields = new RequestFields();
            fields.Begin(trailers: false);
            foreach (var field in Usual.Select(static f => (f[..f.IndexOf(": ", StringComparison.Ordinal)], f[(f.IndexOf(": ", StringComparison.Ordinal) + 2)..])).Concat(more))
                fields.Take(Segments.Bytes(field.Item1), Segments.Bytes(field.Item2));
            if (fields.Finish(endsStream: false) != Http2Violation.None)
                return;
            var output = new ArrayBufferWriter<byte>();
            fields.WriteHead(output, endsStream: false);
            using var head = new RequestHead();
            var status = head.TryParse(new ReadOnlySequence<byte>(output.WrittenMemory), HttpLimits.Default, out var consumed, out var error);
            Assert.Equal((ParseStatus.Done, HttpParseError.None), (status, error));
            Assert.Equal(output.WrittenCount, new ReadOnlySequence<byte>(output.WrittenMemory).Slice(0, consumed).Length);
            Assert.Equal("h.example", Segments.Text(head.Authority));
        },
        iter: 5000);

    private static string Head(string[] lines, bool ends)
    {
        using var fields = new RequestFields();
        fields.Begin(trailers: false);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            fields.Take(Segments.Bytes(line[..colon]), Segments.Bytes(line[(colon + 2)..]));
        }
        var violation = fields.Finish(ends);
        if (violation != Http2Violation.None)
            return violation.ToString();
        var output = new ArrayBufferWriter<byte>();
        fields.WriteHead(output, ends);
        return Segments.Text(output.WrittenSpan).Replace("\r\n", "|", StringComparison.Ordinal);
    }
}
