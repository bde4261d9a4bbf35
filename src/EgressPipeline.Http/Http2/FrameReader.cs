using System.Buffers;
using System.Buffers.Binary;

namespace EgressPipeline.Http.Http2;

/// <summary>Takes frames and what is in them apart. Pure functions; nothing is copied.</summary>
public static class FrameReader
{
    /// <summary>What a client sends first (RFC 9113 §3.4).</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Reads one whole frame from the start of <paramref name="input"/>.</summary>
    /// <param name="input">What was received and not yet consumed.</param>
    /// <param name="maxFrameSize">What this side announced as SETTINGS_MAX_FRAME_SIZE.</param>
    /// <param name="header">The header, once its bytes are there.</param>
    /// <param name="payload">The payload when the whole frame is there.</param>
    /// <param name="violation">Why the frame is refused; told as soon as the header is there.</param>
    /// <returns>Error without waiting for a payload that would be refused.</returns>
    public static ParseStatus TryRead(
        in ReadOnlySequence<byte> input, int maxFrameSize, out FrameHeader header, out ReadOnlySequence<byte> payload, out Http2Violation violation)
    {
        header = default;
        payload = default;
        violation = Http2Violation.None;
        if (input.Length < FrameHeader.Size)
            return ParseStatus.NeedMore;
        if (input.FirstSpan.Length >= FrameHeader.Size)
            header = FrameHeader.Read(input.FirstSpan);
        else
        {
            Span<byte> bytes = stackalloc byte[FrameHeader.Size];
            input.Slice(0, FrameHeader.Size).CopyTo(bytes);
            header = FrameHeader.Read(bytes);
        }
        violation = FrameRules.Check(header, maxFrameSize);
        if (violation != Http2Violation.None)
            return ParseStatus.Error;
        if (input.Length - FrameHeader.Size < header.Length)
            return ParseStatus.NeedMore;
        payload = input.Slice(FrameHeader.Size, header.Length);
        return ParseStatus.Done;
    }

    /// <summary>Cuts pad length, priority and padding off a DATA or HEADERS payload.</summary>
    /// <param name="header">The frame's header.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="content">Data or a piece of a field block.</param>
    public static Http2Violation TryUnwrap(scoped in FrameHeader header, ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> content)
    {
        content = payload;
        var padding = 0;
        if (header.Has(FrameFlags.Padded))
        {
            if (content.IsEmpty)
                return Http2Violation.WrongFrameLength;
            padding = content[0];
            content = content[1..];
        }
        var violation = Http2Violation.None;
        if (header.Type == FrameType.Headers && header.Has(FrameFlags.Priority))
        {
            if (content.Length < FrameRules.PriorityBytes)
                return Http2Violation.WrongFrameLength;
            if (ReadStreamId(content) == header.StreamId)
                violation = Http2Violation.DependsOnItself;
            content = content[FrameRules.PriorityBytes..];
        }
        if (padding > content.Length)
            return Http2Violation.PaddingTooLong;
        content = content[..^padding];
        return violation;
    }

    /// <summary>Reads a number of 31 bits: a stream, or an increment.</summary>
    public static int ReadStreamId(ReadOnlySpan<byte> payload) => (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & 0x7fffffff);

    /// <summary>Reads the error code of RST_STREAM.</summary>
    public static Http2ErrorCode ReadErrorCode(ReadOnlySpan<byte> payload) => (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload);
}
