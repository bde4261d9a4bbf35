namespace EgressPipeline.Dns.Messages;

/// <summary>
/// Turns a name server's message into an answer of ours. Addresses and aliases are written anew, so that only what belongs to
/// the question comes through; records of other types are taken as they stand. Nothing is trusted.
/// </summary>
internal static class ReplyReader
{
    private const int MaxAliases = 16;
    private const int MaxAddresses = 512;
    private const int MaxRecords = 1024;
    private const int ClassIn = 1;
    private const int SoaNumbers = 20;

    /// <summary>True when an address (4 or 16 bytes) may be answered.</summary>
    public delegate bool AddressTest(ReadOnlySpan<byte> address);

    /// <summary>True when a message is the reply to this question.</summary>
    /// <param name="message">As received.</param>
    /// <param name="id">Of the question.</param>
    /// <param name="key">Name and type of the question, lower case.</param>
    public static bool IsReplyTo(ReadOnlySpan<byte> message, ushort id, ReadOnlySpan<byte> key)
    {
        if (message.Length < DnsHeader.Size)
            return false;
        var header = new DnsHeader(message);
        if (!header.IsResponse || header.Opcode != 0 || header.Id != id || header.Questions != 1)
            return false;
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        var length = DnsName.ReadPlain(message, DnsHeader.Size, name);
        var end = DnsHeader.Size + length;
        return length > 0 && length + 2 == key.Length && message.Length >= end + 4
            && name[..length].SequenceEqual(key[..length]) && message.Slice(end, 2).SequenceEqual(key[length..]) && message[end + 2] == 0 && message[end + 3] == ClassIn;
    }

    /// <summary>The answer in a reply that <see cref="IsReplyTo"/> took; null when it is malformed.</summary>
    /// <param name="message">The whole reply.</param>
    /// <param name="key">Name and type of the question, lower case.</param>
    /// <param name="mayAnswer">Asked about every address.</param>
    public static DnsAnswer? Read(ReadOnlySpan<byte> message, ReadOnlySpan<byte> key, AddressTest mayAnswer)
    {
        var name = key[..^2];
        var type = (DnsType)(key[^2] << 8 | key[^1]);
        var questionEnd = DnsHeader.Size + key.Length + 2;
        if (new DnsHeader(message) is var header && header.Answers + header.Authorities > MaxRecords)
            return null;
        return type is DnsType.A or DnsType.Aaaa ? ReadAddresses(message, name, type, questionEnd, mayAnswer) : ReadOther(message, questionEnd);
    }

    private static DnsAnswer? ReadAddresses(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, DnsType type, int questionEnd, AddressTest mayAnswer)
    {
        var header = new DnsHeader(message);
        var builder = new AnswerBuilder(questionEnd);
        Span<byte> current = stackalloc byte[DnsName.MaxLength];
        name.CopyTo(current);
        var length = name.Length;
        for (var aliases = 0; ; aliases++)
        {
            if (!TryFindAlias(message, questionEnd, header.Answers, current[..length], out var alias))
                return null;
            if (alias.End == 0)
                break;
            length = DnsName.Read(message, alias.DataAt, current, out _);
            if (length == 0 || aliases == MaxAliases)
                return null;
            builder.AddAlias(current[..length], alias.Ttl(message));
        }
        var (found, guarded) = AddAddresses(message, questionEnd, current[..length], type, builder, mayAnswer);
        if (found + guarded == 0 && !TryAddAuthority(message, questionEnd, builder))
            return null;
        return builder.Build(header.Code, isAuthoritative: false, guarded);
    }

    // False when a record is malformed; an alias without an end when there is none.
    private static bool TryFindAlias(ReadOnlySpan<byte> message, int at, int count, ReadOnlySpan<byte> owner, out DnsRecord alias)
    {
        alias = default;
        for (var i = 0; i < count; i++)
        {
            if (!DnsRecord.TryRead(message, at, out var record))
                return false;
            at = record.End;
            if (record.Type == DnsType.Cname && alias.End == 0 && record.Class == ClassIn && IsOwnedBy(message, record, owner))
                alias = record;
        }
        return true;
    }

    private static (int Found, int Guarded) AddAddresses(ReadOnlySpan<byte> message, int at, ReadOnlySpan<byte> owner, DnsType type, AnswerBuilder builder, AddressTest mayAnswer)
    {
        var (found, guarded) = (0, 0);
        var size = type == DnsType.A ? 4 : 16;
        for (var i = new DnsHeader(message).Answers; i > 0 && found < MaxAddresses && DnsRecord.TryRead(message, at, out var record); i--)
        {
            at = record.End;
            if (record.Type != type || record.Class != ClassIn || record.DataLength != size || !IsOwnedBy(message, record, owner))
                continue;
            var address = message.Slice(record.DataAt, size);
            if (mayAnswer(address))
            {
                builder.AddAddress(address, record.Ttl(message));
                found++;
            }
            else
                guarded++;
        }
        return (found, guarded);
    }

    // RFC 2308 §5: "there is none" holds for the smaller of the SOA record's TTL and its last number.
    private static bool TryAddAuthority(ReadOnlySpan<byte> message, int at, AnswerBuilder builder)
    {
        var header = new DnsHeader(message);
        for (var i = 0; i < header.Answers + header.Authorities; i++)
        {
            if (!DnsRecord.TryRead(message, at, out var record))
                return false;
            at = record.End;
            if (i < header.Answers || record is not { Type: DnsType.Soa, Class: ClassIn })
                continue;
            Span<byte> zone = stackalloc byte[DnsName.MaxLength];
            Span<byte> data = stackalloc byte[2 * DnsName.MaxLength + SoaNumbers];
            var zoneLength = DnsName.Read(message, record.Owner, zone, out _);
            var dataLength = ReadSoa(message, record, data);
            if (zoneLength == 0 || dataLength == 0)
                return false;
            builder.AddAuthority(zone[..zoneLength], data[..dataLength], Math.Min(record.Ttl(message), SoaMinimum(data[..dataLength])));
            return true;
        }
        return true;
    }

    private static int ReadSoa(ReadOnlySpan<byte> message, DnsRecord record, Span<byte> data)
    {
        var server = DnsName.Read(message, record.DataAt, data[..DnsName.MaxLength], out var mailboxAt);
        var mailbox = server == 0 ? 0 : DnsName.Read(message, mailboxAt, data.Slice(server, DnsName.MaxLength), out var numbersAt) is > 0 and var read && numbersAt + SoaNumbers == record.End ? read : 0;
        if (mailbox == 0)
            return 0;
        message.Slice(record.End - SoaNumbers, SoaNumbers).CopyTo(data[(server + mailbox)..]);
        return server + mailbox + SoaNumbers;
    }

    private static int SoaMinimum(ReadOnlySpan<byte> data)
    {
        var minimum = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data[^4..]);
        return minimum > int.MaxValue ? 0 : (int)minimum;
    }

    private static DnsAnswer? ReadOther(ReadOnlySpan<byte> message, int questionEnd)
    {
        var header = new DnsHeader(message);
        var ttls = new List<int>();
        var lifetime = int.MaxValue;
        var at = questionEnd;
        for (var i = 0; i < header.Answers + header.Authorities; i++)
        {
            // Addresses are only taken where they were asked for, and judged there.
            if (!DnsRecord.TryRead(message, at, out var record) || record.Type is DnsType.A or DnsType.Aaaa or DnsType.Opt || record.Class != ClassIn)
                return null;
            at = record.End;
            ttls.Add(record.TtlAt - questionEnd);
            var ttl = record.Ttl(message);
            if (header.Answers == 0 && record.Type == DnsType.Soa && record.DataLength > SoaNumbers)
                ttl = Math.Min(ttl, SoaMinimum(message.Slice(record.DataAt, record.DataLength)));
            lifetime = Math.Min(lifetime, ttl);
        }
        return new DnsAnswer
        {
            Code = header.Code,
            Records = message[questionEnd..at].ToArray(),
            Answers = header.Answers,
            Authorities = header.Authorities,
            Ttls = [.. ttls],
            Lifetime = ttls.Count == 0 ? 0 : lifetime,
        };
    }

    private static bool IsOwnedBy(ReadOnlySpan<byte> message, DnsRecord record, ReadOnlySpan<byte> owner)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        var length = DnsName.Read(message, record.Owner, name, out _);
        return name[..length].SequenceEqual(owner);
    }
}
