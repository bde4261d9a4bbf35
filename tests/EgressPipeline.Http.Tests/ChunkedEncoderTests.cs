using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class ChunkedEncoderTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(15, "f")]
    [InlineData(16, "10")]
    [InlineData(65536, "10000")]
    public void WriteChunk_Payload_HasItsSizeInHex(int length, string size)
    {
        var payload = new string('x', length);
        Assert.Equal($"{size}\r\n{payload}\r\n", BodyReading.Encoded(o => ChunkedEncoder.WriteChunk(o, Segments.Bytes(payload))));
    }

    [Fact]
    public void WriteChunk_Empty_WritesNothing() => Assert.Equal("", BodyReading.Encoded(o => ChunkedEncoder.WriteChunk(o, default)));

    [Fact]
    public void WriteChunkStart_LargestSize_IsWritten() =>
        Assert.Equal("7fffffffffffffff\r\n", BodyReading.Encoded(o => ChunkedEncoder.WriteChunkStart(o, long.MaxValue)));

    [Fact]
    public void WriteChunkStart_ZeroOrLess_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BodyReading.Encoded(o => ChunkedEncoder.WriteChunkStart(o, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BodyReading.Encoded(o => ChunkedEncoder.WriteChunkStart(o, -1)));
    }

    [Theory]
    [InlineData("", "0\r\n\r\n")]
    [InlineData("A: b\r\n", "0\r\nA: b\r\n\r\n")]
    public void WriteEnd_Trailers_AreWrittenBehindTheLastChunk(string trailers, string expected) =>
        Assert.Equal(expected, BodyReading.Encoded(o => ChunkedEncoder.WriteEnd(o, Segments.Bytes(trailers))));

    [Fact]
    public void Encode_ThenDecode_GivesTheSameBody()
    {
        var text = BodyReading.Encoded(static output =>
        {
            ChunkedEncoder.WriteChunk(output, "first "u8);
            ChunkedEncoder.WriteChunkStart(output, 6);
            System.Buffers.BuffersExtensions.Write(output, "second"u8);
            ChunkedEncoder.WriteChunkEnd(output);
            ChunkedEncoder.WriteEnd(output, "T: 1\r\n"u8);
        });
        Assert.Equal(new BodyOutcome(ParseStatus.Done, HttpParseError.None, text.Length, "first second", "T: 1\r\n"), BodyReading.Chunked(text));
    }
}
