using System.Buffers.Binary;

namespace EgressPipeline.Dns.Messages;

/// <summary>
/// One question as an application sends it. The name is kept in wire form and lower case, followed by two bytes of type: that
/// is the key under which answers are found. Reused question after question; not safe for concurrent use.
/// </summary>
internal sealed class DnsQuery
{
    /// <summary>What every resolver must take without EDNS (RFC 1035 §4.2.1), and the least that EDNS may ask for (RFC 6891 §6.2.3).</summary>
    public const int PlainPayload = 512;

    private const int ClassIn = 1;

    private readonly byte[] _key = new byte[DnsName.MaxLength + 2];
    private readonly byte[] _host = new byte[DnsName.MaxLength];
    private int _nameLength;
    private int _hostLength;

    /// <summary>Wire form, lower case.</summary>
    public ReadOnlySpan<byte> Name => _key.AsSpan(0, _nameLength);

    /// <summary>Name and type.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _nameLength + 2);

    /// <summary>Dotted form, lower case, without the last dot.</summary>
    public ReadOnlySpan<byte> Host => _host.AsSpan(0, _hostLength);

    public DnsType Type { get; private set; }

    /// <summary>Where the question ends in the message.</summary>
    public int QuestionEnd { get; private set; }

    /// <summary>True when the query has an OPT record: then the answer has one, too (RFC 6891 §6.1.1).</summary>
    public bool HasEdns { get; private set; }

    /// <summary>Bytes that the asker takes in one datagram, 512 and up.</summary>
    public int Payload { get; private set; }

    /// <summary>Reads a message.</summary>
    /// <returns>What is to be done; for anything but <see cref="QueryStatus.Ok"/> only <see cref="QuestionEnd"/> (0 = no question was read) and <see cref="HasEdns"/> count.</returns>
    public QueryStatus Read(ReadOnlySpan<byte> message)
    {
        (QuestionEnd, HasEdns, Payload, Type, _nameLength, _hostLength) = (0, false, PlainPayload, DnsType.None, 0, 0);
        // What is shorter, or an answer itself, gets no reply: two servers could go on replying to each other.
        if (message.Length < DnsHeader.Size || new DnsHeader(message) is { IsResponse: true })
            return QueryStatus.Ignored;
        var header = new DnsHeader(message);
        if (header.Opcode != 0)
            return QueryStatus.NotImplemented;
        if (header is not { Questions: 1, Answers: 0, Authorities: 0 } || !TryReadQuestion(message, out var questionClass))
            return QueryStatus.Malformed;
        if (!TryReadEdns(message, header.Additionals, out var version))
            return QueryStatus.Malformed;
        if (version > 0)
            return QueryStatus.BadVersion;
        if (questionClass != ClassIn)
            return QueryStatus.OtherClass;
        // RFC 6895 §3.1: 128 to 255 ask for more than records (transfers, ANY, TSIG), and so does OPT.
        return (ushort)Type is >= 128 and <= 255 || Type is DnsType.Opt or DnsType.None ? QueryStatus.NotImplemented : QueryStatus.Ok;
    }

    private bool TryReadQuestion(ReadOnlySpan<byte> message, out int questionClass)
    {
        questionClass = 0;
        _nameLength = DnsName.ReadPlain(message, DnsHeader.Size, _key);
        var at = DnsHeader.Size + _nameLength;
        if (_nameLength == 0 || message.Length - at < 4)
            return false;
        Type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        message.Slice(at, 2).CopyTo(_key.AsSpan(_nameLength));
        questionClass = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
        _hostLength = DnsName.ToHost(Name, _host);
        QuestionEnd = at + 4;
        return true;
    }

    // RFC 6891 §6.1.1: one OPT record at most, owned by the root.
    private bool TryReadEdns(ReadOnlySpan<byte> message, int additionals, out int version)
    {
        version = 0;
        var at = QuestionEnd;
        for (var i = 0; i < additionals; i++)
        {
            if (!DnsRecord.TryRead(message, at, out var record))
                return false;
            at = record.End;
            if (record.Type != DnsType.Opt)
                continue;
            if (HasEdns || message[record.Owner] != 0)
                return false;
            HasEdns = true;
            Payload = Math.Max(PlainPayload, record.Class);
            version = message[record.TtlAt + 1];
        }
        return true;
    }
}
