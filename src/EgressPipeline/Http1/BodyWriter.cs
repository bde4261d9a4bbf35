using System.Buffers;
using EgressPipeline.Http;

namespace EgressPipeline.Http1;

/// <summary>Writes the payload of a body in the framing that its head announced.</summary>
internal static class BodyWriter
{
    /// <summary>Writes a piece.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> payload, bool chunked)
    {
        if (chunked)
            ChunkedEncoder.WriteChunk(output, payload);
        else if (!payload.IsEmpty)
            output.Write(payload);
    }

    /// <summary>Writes the end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="trailers">Trailer lines, each with its CRLF; they need chunks.</param>
    /// <param name="chunked">How the body is framed.</param>
    public static void WriteEnd(IBufferWriter<byte> output, ReadOnlySpan<byte> trailers, bool chunked)
    {
        if (chunked)
            ChunkedEncoder.WriteEnd(output, trailers);
    }
}
