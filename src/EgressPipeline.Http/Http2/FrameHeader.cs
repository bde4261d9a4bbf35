using System.Buffers.Binary;

namespace EgressPipeline.Http.Http2;

/// <summary>The nine bytes before every payload (RFC 9113 §4.1).</summary>
/// <param name="Length">Bytes of the payload, 0 to 2^24-1.</param>
/// <param name="Type">The type, which may be unknown.</param>
/// <param name="Flags">Flags, of which unknown ones are to be ignored.</param>
/// <param name="StreamId">The stream, 0 for the connection.</param>
public readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int StreamId)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 9;

    /// <summary>The most a payload may ever have.</summary>
    public const int MaxLength = (1 << 24) - 1;

    /// <summary>Whether all bits of <paramref name="flag"/> are set.</summary>
    public bool Has(FrameFlags flag) => (Flags & flag) == flag;

    /// <summary>Reads the first <see cref="Size"/> bytes; the reserved bit is ignored.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
        (FrameType)bytes[3],
        (FrameFlags)bytes[4],
        (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) & 0x7fffffff));

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = (byte)(Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)Length);
        target[3] = (byte)Type;
        target[4] = (byte)Flags;
        BinaryPrimitives.WriteUInt32BigEndian(target[5..], (uint)StreamId);
    }
}
