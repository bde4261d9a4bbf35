using System.Buffers.Binary;

namespace EgressPipeline.Dns.Messages;

/// <summary>Where one record lies in a message (RFC 1035 §4.1.3).</summary>
internal readonly record struct DnsRecord(int Owner, DnsType Type, int Class, int TtlAt, int DataAt, int DataLength, int End)
{
    /// <summary>Bytes of a record beside its owner and data: type, class, TTL, length.</summary>
    public const int FixedSize = 10;

    /// <summary>Largest TTL that counts (RFC 2181 §8 gives 31 bits); longer ones mean 0.</summary>
    private const uint MaxTtl = int.MaxValue;

    /// <summary>Finds the record that begins at an offset; false when it does not lie wholly in the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int at, out DnsRecord record)
    {
        record = default;
        var owner = at;
        at = DnsName.Skip(message, at);
        if (at == 0 || message.Length - at < FixedSize)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        var dataAt = at + FixedSize;
        if (message.Length - dataAt < length)
            return false;
        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        record = new DnsRecord(owner, type, BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]), at + 4, dataAt, length, dataAt + length);
        return true;
    }

    /// <summary>Its TTL in seconds.</summary>
    public int Ttl(ReadOnlySpan<byte> message)
    {
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[TtlAt..]);
        return ttl > MaxTtl ? 0 : (int)ttl;
    }
}
