using System.Buffers.Binary;

namespace EgressPipeline.Dns.Messages;

/// <summary>The 12 bytes before everything else (RFC 1035 §4.1.1).</summary>
internal readonly ref struct DnsHeader(ReadOnlySpan<byte> message)
{
    public const int Size = 12;

    private const int ResponseBit = 0x8000;
    private const int AuthoritativeBit = 0x0400;
    private const int TruncatedBit = 0x0200;
    private const int RecursionDesiredBit = 0x0100;
    private const int RecursionAvailableBit = 0x0080;

    private readonly ReadOnlySpan<byte> _bytes = message[..Size];

    public ushort Id => (ushort)Word(0);

    public bool IsResponse => (Word(2) & ResponseBit) != 0;

    /// <summary>0 = an ordinary query.</summary>
    public int Opcode => Word(2) >> 11 & 0xF;

    public bool IsTruncated => (Word(2) & TruncatedBit) != 0;

    public bool IsRecursionDesired => (Word(2) & RecursionDesiredBit) != 0;

    /// <summary>The lower four bits of the code.</summary>
    public DnsCode Code => (DnsCode)(Word(2) & 0xF);

    public int Questions => Word(4);

    public int Answers => Word(6);

    public int Authorities => Word(8);

    public int Additionals => Word(10);

    /// <summary>Writes the header of a query for one question, with an OPT record to follow.</summary>
    public static void WriteQuery(Span<byte> message, ushort id)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], RecursionDesiredBit);
        WriteCounts(message, 0, 0, 1);
    }

    /// <summary>Writes the header of an answer to one question.</summary>
    /// <param name="message">Receives it.</param>
    /// <param name="query">The header that is answered.</param>
    /// <param name="code">Its lower four bits are written.</param>
    /// <param name="isAuthoritative">True for what this process knows of itself.</param>
    public static void WriteAnswer(Span<byte> message, DnsHeader query, DnsCode code, bool isAuthoritative)
    {
        var flags = ResponseBit | query.Opcode << 11 | RecursionAvailableBit | (int)code & 0xF;
        if (query.IsRecursionDesired)
            flags |= RecursionDesiredBit;
        if (isAuthoritative)
            flags |= AuthoritativeBit;
        BinaryPrimitives.WriteUInt16BigEndian(message, query.Id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)flags);
        WriteCounts(message, 0, 0, 0);
    }

    /// <summary>Says that the answer did not fit.</summary>
    public static void SetTruncated(Span<byte> message) => message[2] |= TruncatedBit >> 8;

    public static void WriteCounts(Span<byte> message, int answers, int authorities, int additionals)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], (ushort)answers);
        BinaryPrimitives.WriteUInt16BigEndian(message[8..], (ushort)authorities);
        BinaryPrimitives.WriteUInt16BigEndian(message[10..], (ushort)additionals);
    }

    private int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]);
}
