using System.Buffers;

namespace EgressPipeline.Http.Tests.Support;

/// <summary>Decodes chunked bodies in every way bytes can arrive and demands that all ways agree.</summary>
internal static class BodyReading
{
    public static BodyOutcome Chunked(string text, HttpLimits? limits = null) => Chunked(Segments.Bytes(text), limits);

    public static BodyOutcome Chunked(byte[] bytes, HttpLimits? limits = null)
    {
        limits ??= HttpLimits.Default;
        var whole = Arriving(bytes, [], limits);
        Assert.Equal(whole, Arriving(bytes, [.. Enumerable.Range(1, Math.Max(0, bytes.Length - 1))], limits));
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(whole, Arriving(bytes, [cut], limits));

        var end = whole.Status == ParseStatus.Done ? whole.Consumed : bytes.Length;
        for (var length = 0; length < end; length++)
        {
            var status = Arriving(bytes[..length], [], limits).Status;
            Assert.True(status != ParseStatus.Done, $"Done after {length} of {end} bytes");
        }
        return whole;
    }

    public static HttpParseError ChunkedError(string text, HttpLimits? limits = null)
    {
        var outcome = Chunked(text, limits);
        Assert.Equal(ParseStatus.Error, outcome.Status);
        return outcome.Error;
    }

    /// <summary>The outcome when the bytes arrive in pieces that end at the given offsets.</summary>
    public static BodyOutcome Arriving(byte[] bytes, IReadOnlyList<int> cuts, HttpLimits limits)
    {
        using var payload = new MemoryStream();
        var decoder = new ChunkedDecoder(limits);
        var status = ParseStatus.NeedMore;
        var error = HttpParseError.None;
        var position = 0;
        foreach (var end in cuts.Append(bytes.Length))
        {
            while (position < end && status == ParseStatus.NeedMore)
            {
                var input = bytes.AsSpan(position, end - position);
                status = decoder.Read(input, out var consumed, out var start, out var length, out error);
                payload.Write(input.Slice(start, length));
                Assert.True((consumed > 0 || status == ParseStatus.Error) && start + length <= consumed && consumed <= input.Length);
                position += consumed;
            }
        }
        var trailers = status == ParseStatus.Done ? Segments.Text(decoder.Trailers) : "";
        decoder.Dispose();
        return new BodyOutcome(status, error, status == ParseStatus.Error ? 0 : position, Segments.Text(payload.ToArray()), trailers);
    }

    public static string Encoded(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Segments.Text(output.WrittenSpan);
    }
}
