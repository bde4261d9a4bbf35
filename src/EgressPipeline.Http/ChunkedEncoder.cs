using System.Buffers;
using System.Numerics;

namespace EgressPipeline.Http;

/// <summary>Writes the chunked transfer coding.</summary>
public static class ChunkedEncoder
{
    private const int MaxSizeLine = 16 + 2;

    /// <summary>Writes one chunk; nothing for an empty payload, which would end the body.</summary>
    public static void WriteChunk(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return;
        var target = output.GetSpan(payload.Length + MaxSizeLine + 2);
        var at = WriteSizeLine(target, payload.Length);
        payload.CopyTo(target[at..]);
        at += payload.Length;
        "\r\n"u8.CopyTo(target[at..]);
        output.Advance(at + 2);
    }

    /// <summary>Writes the size line of a chunk whose payload the caller writes itself, followed by <see cref="WriteChunkEnd"/>.</summary>
    public static void WriteChunkStart(IBufferWriter<byte> output, long payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(payloadLength);
        output.Advance(WriteSizeLine(output.GetSpan(MaxSizeLine), payloadLength));
    }

    /// <summary>Writes the CRLF behind a chunk's payload.</summary>
    public static void WriteChunkEnd(IBufferWriter<byte> output) => output.Write("\r\n"u8);

    /// <summary>Writes the last chunk, the trailer lines (each with its CRLF, see <see cref="ChunkedDecoder.Trailers"/>) and the end.</summary>
    public static void WriteEnd(IBufferWriter<byte> output, ReadOnlySpan<byte> trailers)
    {
        var target = output.GetSpan(trailers.Length + 5);
        "0\r\n"u8.CopyTo(target);
        trailers.CopyTo(target[3..]);
        "\r\n"u8.CopyTo(target[(3 + trailers.Length)..]);
        output.Advance(trailers.Length + 5);
    }

    private static int WriteSizeLine(Span<byte> target, long size)
    {
        var digits = (BitOperations.Log2((ulong)size) / 4) + 1;
        for (var i = digits - 1; i >= 0; i--, size >>= 4)
            target[i] = "0123456789abcdef"u8[(int)(size & 15)];
        target[digits] = (byte)'\r';
        target[digits + 1] = (byte)'\n';
        return digits + 2;
    }
}
