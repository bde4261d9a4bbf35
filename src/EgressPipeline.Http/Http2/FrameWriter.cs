using System.Buffers;
using System.Buffers.Binary;

namespace EgressPipeline.Http.Http2;

/// <summary>Writes frames. Each method writes whole frames; the caller flushes.</summary>
public static class FrameWriter
{
    /// <summary>Writes one DATA frame.</summary>
    public static void WriteData(IBufferWriter<byte> output, int streamId, ReadOnlySpan<byte> data, bool endStream) =>
        Write(output, FrameType.Data, endStream ? FrameFlags.EndStream : FrameFlags.None, streamId, data);

    /// <summary>Writes a field block as HEADERS and as many CONTINUATIONs as it takes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="block">The encoded fields.</param>
    /// <param name="endStream">Whether nothing follows in this direction.</param>
    /// <param name="maxFrameSize">The peer's SETTINGS_MAX_FRAME_SIZE.</param>
    public static void WriteHeaders(IBufferWriter<byte> output, int streamId, ReadOnlySpan<byte> block, bool endStream, int maxFrameSize)
    {
        var type = FrameType.Headers;
        var flags = endStream ? FrameFlags.EndStream : FrameFlags.None;
        while (block.Length > maxFrameSize)
        {
            Write(output, type, flags, streamId, block[..maxFrameSize]);
            block = block[maxFrameSize..];
            type = FrameType.Continuation;
            flags = FrameFlags.None;
        }
        Write(output, type, flags | FrameFlags.EndHeaders, streamId, block);
    }

    /// <summary>Writes RST_STREAM.</summary>
    public static void WriteRstStream(IBufferWriter<byte> output, int streamId, Http2ErrorCode code) =>
        WriteNumber(output, FrameType.RstStream, streamId, (uint)code);

    /// <summary>Writes WINDOW_UPDATE.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="streamId">The stream, 0 for the connection.</param>
    /// <param name="increment">Bytes, 1 to 2^31-1.</param>
    public static void WriteWindowUpdate(IBufferWriter<byte> output, int streamId, int increment) =>
        WriteNumber(output, FrameType.WindowUpdate, streamId, (uint)increment);

    /// <summary>Writes SETTINGS from pairs of six bytes, see <see cref="WriteSetting"/>.</summary>
    public static void WriteSettings(IBufferWriter<byte> output, ReadOnlySpan<byte> settings) =>
        Write(output, FrameType.Settings, FrameFlags.None, 0, settings);

    /// <summary>Puts one setting into a payload for <see cref="WriteSettings"/>.</summary>
    /// <returns>The room behind it.</returns>
    public static Span<byte> WriteSetting(Span<byte> payload, Http2Setting setting, uint value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)setting);
        BinaryPrimitives.WriteUInt32BigEndian(payload[2..], value);
        return payload[6..];
    }

    /// <summary>Acknowledges the peer's SETTINGS.</summary>
    public static void WriteSettingsAck(IBufferWriter<byte> output) => Write(output, FrameType.Settings, FrameFlags.Ack, 0, default);

    /// <summary>Writes PING.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="opaque">Eight bytes.</param>
    /// <param name="ack">Whether it answers one.</param>
    public static void WritePing(IBufferWriter<byte> output, ReadOnlySpan<byte> opaque, bool ack) =>
        Write(output, FrameType.Ping, ack ? FrameFlags.Ack : FrameFlags.None, 0, opaque);

    /// <summary>Writes GOAWAY.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="lastStreamId">The highest stream that was or may be acted upon.</param>
    /// <param name="code">Why.</param>
    /// <param name="debug">Text for people; may be empty.</param>
    public static void WriteGoAway(IBufferWriter<byte> output, int lastStreamId, Http2ErrorCode code, ReadOnlySpan<byte> debug = default)
    {
        var target = Begin(output, FrameType.GoAway, FrameFlags.None, 0, 8 + debug.Length);
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)lastStreamId);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], (uint)code);
        debug.CopyTo(target[8..]);
        output.Advance(FrameHeader.Size + 8 + debug.Length);
    }

    /// <summary>Writes any frame.</summary>
    public static void Write(IBufferWriter<byte> output, FrameType type, FrameFlags flags, int streamId, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(Begin(output, type, flags, streamId, payload.Length));
        output.Advance(FrameHeader.Size + payload.Length);
    }

    private static void WriteNumber(IBufferWriter<byte> output, FrameType type, int streamId, uint number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Begin(output, type, FrameFlags.None, streamId, sizeof(uint)), number);
        output.Advance(FrameHeader.Size + sizeof(uint));
    }

    private static Span<byte> Begin(IBufferWriter<byte> output, FrameType type, FrameFlags flags, int streamId, int length)
    {
        var target = output.GetSpan(FrameHeader.Size + length);
        new FrameHeader(length, type, flags, streamId).Write(target);
        return target[FrameHeader.Size..];
    }
}
