using System.Buffers.Binary;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Tests.Dns.Messages;

/// <summary>Messages as bytes, written by other code than the one under test.</summary>
internal static class Wire
{
    public static byte[] Name(string host) => [.. host.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. label.Select(c => (byte)c)]), 0];

    public static byte[] Query(string host, DnsType type, int? payload = null, ushort id = 0x1234) =>
        [.. Head(id, 0x0100, 0, 0, payload is null ? 0 : 1), .. Question(host, type), .. payload is { } size ? Opt(size) : []];

    public static byte[] Reply(string host, DnsType type, int code, byte[][] answers, byte[][]? authorities = null, ushort id = 0x1234) =>
        [.. Head(id, 0x8180 | code, answers.Length, authorities?.Length ?? 0, 0), .. Question(host, type), .. answers.SelectMany(a => a), .. (authorities ?? []).SelectMany(a => a)];

    public static byte[] Record(byte[] owner, DnsType type, int ttl, byte[] data) => [.. owner, .. Word((int)type), .. Word(1), .. Word(ttl >> 16), .. Word(ttl), .. Word(data.Length), .. data];

    public static byte[] Record(string owner, DnsType type, int ttl, byte[] data) => Record(Name(owner), type, ttl, data);

    public static byte[] Soa(string zone, int ttl, int minimum) =>
        Record(zone, DnsType.Soa, ttl, [.. Name("ns." + zone), .. Name("admin." + zone), .. Word(0), .. Word(1), .. Word(0), .. Word(1), .. Word(0), .. Word(1), .. Word(0), .. Word(1), .. Word(minimum >> 16), .. Word(minimum)]);

    public static byte[] Head(ushort id, int flags, int answers, int authorities, int additionals) => [.. Word(id), .. Word(flags), .. Word(1), .. Word(answers), .. Word(authorities), .. Word(additionals)];

    public static byte[] Question(string host, DnsType type) => [.. Name(host), .. Word((int)type), .. Word(1)];

    public static byte[] Opt(int payload, int version = 0) => [0, .. Word(41), .. Word(payload), 0, (byte)version, 0, 0, 0, 0];

    public static byte[] Key(string host, DnsType type) => [.. Name(host), .. Word((int)type)];

    public static byte[] Word(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    /// <summary>Code, flags and records of a message.</summary>
    public static WireMessage Parse(ReadOnlySpan<byte> message) => WireMessage.Parse(message);
}
