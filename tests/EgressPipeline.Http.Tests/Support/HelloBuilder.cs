using System.Buffers.Binary;

namespace EgressPipeline.Http.Tests.Support;

/// <summary>Builds ClientHellos, valid ones and broken ones.</summary>
internal sealed class HelloBuilder
{
    private readonly List<byte> _extensions = [];

    public byte[] SessionId { get; init; } = new byte[32];

    public byte[] Suites { get; init; } = [0x13, 0x01, 0x13, 0x02];

    public byte[] Compression { get; init; } = [0];

    public bool HasExtensions { get; init; } = true;

    public byte MessageType { get; init; } = 1;

    /// <summary>Bytes behind the extensions, still inside the message.</summary>
    public byte[] Tail { get; init; } = [];

    public static byte[] Vector8(byte[] content) => [(byte)content.Length, .. content];

    public static byte[] Vector16(byte[] content)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)content.Length);
        return [.. length, .. content];
    }

    public HelloBuilder Extension(int type, byte[] content)
    {
        _extensions.AddRange([(byte)(type >> 8), (byte)type, .. Vector16(content)]);
        return this;
    }

    public HelloBuilder Sni(string name) => Extension(0, Vector16([0, .. Vector16(Segments.Bytes(name))]));

    public HelloBuilder Alpn(params string[] names) =>
        Extension(16, Vector16([.. names.SelectMany(n => Vector8(Segments.Bytes(n)))]));

    public byte[] Message()
    {
        byte[] body =
        [
            3, 3, .. new byte[32], .. Vector8(SessionId), .. Vector16(Suites), .. Vector8(Compression),
            .. HasExtensions ? Vector16([.. _extensions]) : [], .. Tail,
        ];
        return [MessageType, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    /// <summary>The message in records of at most so many bytes.</summary>
    public byte[] Records(int recordPayload = 1 << 14) =>
        [.. Message().Chunk(recordPayload).SelectMany(static part => (byte[])[22, 3, 1, .. Vector16(part)])];
}
