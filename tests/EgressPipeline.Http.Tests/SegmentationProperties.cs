using CsCheck;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

/// <summary>How bytes are cut never changes what they mean, and what is written reads back the same.</summary>
public sealed class SegmentationProperties
{
    private static readonly Gen<byte[]> Alphabet = OneOf(
        "GET", "POST", " ", "/", "http://", "h", ":80", "HTTP/1.1", "HTTP/1.0", "\r\n", "\r\n\r\n", "\r", "\n", "Host: h", "Host:", "A", ":", "b",
        "\t", "Content-Length: 5", "Transfer-Encoding: chunked", "Connection: close", "\0", "\u00e9", "5", "0", ";", "?", "#", "x=y", "HTTP/1.1 200 OK")
        .Array[0, 14].Select(static parts => Segments.Bytes(string.Concat(parts)));

    private static readonly Gen<byte[]> Hostile = Gen.Frequency(
        (3, Alphabet),
        (2, Alphabet.Select(static bytes => (byte[])[.. "GET / HTTP/1.1\r\nHost: h\r\n"u8, .. bytes, .. "\r\n\r\n"u8])),
        (1, Gen.Byte.Array[0, 200]));

    private static readonly Gen<string> Token = Gen.Char["abcXYZ019-_!"].Array[1, 12].Select(static c => new string(c));

    private static readonly Gen<string> FieldText = Gen.Char["abc XYZ09:,;=\"\t\u00e9"].Array[0, 30].Select(static c => new string(c).Trim(' ', '\t'));

    private static readonly Gen<(string Name, string Value)[]> Headers =
        Gen.Select(Token, FieldText).Select(static (name, value) => ("X-" + name, value)).Array[0, 20];

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    [Fact]
    public void RequestHead_AnyBytes_AllWaysOfArrivalAgree() =>
        Hostile.Sample(static bytes => { HeadReading.Request(bytes); }, iter: 2000);

    [Fact]
    public void ResponseHead_AnyBytes_AllWaysOfArrivalAgree() =>
        Hostile.Sample(static bytes => { HeadReading.Response([.. "HTTP/1.1 200 OK\r\n"u8, .. bytes]); }, iter: 2000);

    [Fact]
    public void RequestHead_RandomCuts_GiveTheSameResult() =>
        Gen.Select(Hostile, Gen.Int[0, 1000].Array[0, 6]).Sample(
            static (bytes, cuts) =>
            {
                int[] offsets = [.. cuts.Select(c => c % (bytes.Length + 1)).Order()];
                var whole = HeadReading.RequestAtOnce(Segments.Whole(bytes));
                Assert.Equal(whole, HeadReading.RequestAtOnce(Segments.CutAt(bytes, offsets)));
                Assert.Equal(whole, HeadReading.RequestArriving(bytes, offsets));
            },
            iter: 5000);

    [Fact]
    public void ChunkedBody_AnyBytes_AllWaysOfArrivalAgree()
    {
        var parts = OneOf("5", "\r\n", "hello", "0", ";a=b", ";c=\"d\"", "\n", "\r", " ", "A: b\r\n", "0\r\n\r\n", "5\r\nhello\r\n", "ffffffffffffffff", "Content-Length: 1\r\n");
        parts.Array[0, 12].Select(static p => Segments.Bytes(string.Concat(p))).Sample(static bytes => { BodyReading.Chunked(bytes); }, iter: 3000);
    }

    [Fact]
    public void RequestHead_WrittenThenRead_IsTheSame() =>
        Gen.Select(Token, Token, Headers).Sample(
            static (method, path, headers) =>
            {
                if (method == "CONNECT")
                    return;
                var lines = string.Concat(headers.Select(static h => $"{h.Name}:\t{h.Value} \r\n"));
                using var head = HeadReading.ParsedRequest($"{method} /{path} HTTP/1.1\r\n{lines}Host: h.example\r\n\r\n");
                var written = HeadReading.Written(head);
                using var again = HeadReading.ParsedRequest(written);
                Assert.Equal(written, HeadReading.Written(again));
                Assert.Equal(headers.Length + 1, again.HeaderCount);
                for (var i = 0; i < headers.Length; i++)
                {
                    Assert.Equal(headers[i].Name, Segments.Text(again.Name(i)));
                    Assert.Equal(headers[i].Value, Segments.Text(again.Value(i)));
                }
            },
            iter: 500);

    [Fact]
    public void ChunkedBody_EncodedThenDecoded_IsTheSame() =>
        Gen.Byte.Array[0, 300].Array[0, 6].Sample(
            static pieces =>
            {
                var text = BodyReading.Encoded(output =>
                {
                    foreach (var piece in pieces)
                        ChunkedEncoder.WriteChunk(output, piece);
                    ChunkedEncoder.WriteEnd(output, default);
                });
                var outcome = BodyReading.Arriving(Segments.Bytes(text), [text.Length / 3, text.Length / 2], HttpLimits.Default);
                Assert.Equal(new BodyOutcome(ParseStatus.Done, HttpParseError.None, text.Length, string.Concat(pieces.Select(static p => Segments.Text(p))), ""), outcome);
            },
            iter: 300);

    [Fact]
    public void ClientHello_AnyDamage_NeverThrowsNorReadsAPrefixAsWhole()
    {
        var hello = new HelloBuilder().Sni("api.example.com").Alpn("h2").Extension(43, [2, 3, 4]).Records(60);
        Gen.Select(Gen.Int[0, hello.Length - 1], Gen.Byte, Gen.Int[0, hello.Length - 1], Gen.Byte).Sample(
            (at1, value1, at2, value2) =>
            {
                var damaged = hello.ToArray();
                (damaged[at1], damaged[at2]) = (value1, value2);
                var whole = ClientHelloReader.TryRead(Segments.Whole(damaged), out var found);
                Assert.Equal(whole, ClientHelloReader.TryRead(Segments.OneByteEach(damaged), out var segmented));
                Assert.Equal(found.Sni, segmented.Sni);
                Assert.True(whole == ClientHelloStatus.Done || found == ClientHello.Empty);
            },
            iter: 5000);
        Gen.Byte.Array[0, 300].Sample(static bytes => { ClientHelloReader.TryRead(Segments.Whole([22, 3, 1, 0, .. bytes]), out _); }, iter: 5000);
    }
}
