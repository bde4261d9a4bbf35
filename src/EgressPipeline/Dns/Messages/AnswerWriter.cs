using System.Buffers.Binary;

namespace EgressPipeline.Dns.Messages;

/// <summary>Writes whole answer messages. 0 bytes are allocated.</summary>
internal static class AnswerWriter
{
    /// <summary>Bytes of the largest datagram that is taken from a client, which the OPT record says.</summary>
    public const int OwnPayload = 4096;

    private const int OptSize = 11;

    /// <summary>Writes header, question, records and OPT; what does not fit is cut off and said to be (RFC 2181 §9).</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="message">The message that asks; its question is repeated letter by letter.</param>
    /// <param name="answer">What is answered.</param>
    /// <param name="delivery">How.</param>
    /// <param name="output">Receives the message; at least 512 bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(DnsQuery query, ReadOnlySpan<byte> message, DnsAnswer answer, AnswerDelivery delivery, Span<byte> output)
    {
        var header = new DnsHeader(message);
        DnsHeader.WriteAnswer(output, header, answer.Code, answer.IsAuthoritative);
        var at = query.QuestionEnd;
        message[DnsHeader.Size..at].CopyTo(output[DnsHeader.Size..]);
        var room = Math.Min(delivery.Limit, output.Length) - at - (query.HasEdns ? OptSize : 0);
        if (answer.Records.Length <= room)
        {
            CopyAll(answer, delivery, output[at..]);
            at += answer.Records.Length;
            DnsHeader.WriteCounts(output, answer.Answers, answer.Authorities, query.HasEdns ? 1 : 0);
        }
        else
        {
            var addresses = Fitting(answer, room);
            at += CopySome(answer, delivery, addresses, output[at..]);
            // Whatever precedes the addresses comes along with the first of them.
            DnsHeader.WriteCounts(output, addresses == 0 ? 0 : answer.Answers - answer.Addresses + addresses, 0, query.HasEdns ? 1 : 0);
            DnsHeader.SetTruncated(output);
        }
        if (!query.HasEdns)
            return at;
        var option = at + OptSize + answer.ErrorOption.Length <= Math.Min(delivery.Limit, output.Length) ? answer.ErrorOption : [];
        return at + WriteOpt(output[at..], answer.Code, option);
    }

    /// <summary>Writes an answer that is only a code, to a query that could be read or not.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteCode(DnsQuery query, ReadOnlySpan<byte> message, DnsCode code, Span<byte> output)
    {
        DnsHeader.WriteAnswer(output, new DnsHeader(message), code, isAuthoritative: false);
        var at = DnsHeader.Size;
        if (query.QuestionEnd > 0)
        {
            message[at..query.QuestionEnd].CopyTo(output[at..]);
            at = query.QuestionEnd;
            DnsHeader.WriteCounts(output, 0, 0, query.HasEdns ? 1 : 0);
        }
        else
        {
            output[4..DnsHeader.Size].Clear();
            output[DnsHeader.Size - 1] = query.HasEdns ? (byte)1 : (byte)0;
        }
        return query.HasEdns ? at + WriteOpt(output[at..], code, []) : at;
    }

    private static int Fitting(DnsAnswer answer, int room)
    {
        if (answer.AddressSize == 0 || answer.Authorities > 0)
            return 0;
        var before = answer.Records.Length - answer.Addresses * answer.AddressSize;
        return Math.Max(0, (room - before) / answer.AddressSize);
    }

    private static void CopyAll(DnsAnswer answer, AnswerDelivery delivery, Span<byte> output)
    {
        if (answer.Addresses > 1)
        {
            CopySome(answer, delivery, answer.Addresses, output);
            return;
        }
        answer.Records.CopyTo(output);
        SetTtls(answer, delivery, answer.Ttls.Length, output);
    }

    // Addresses go round, so that callers who take the first spread over all.
    private static int CopySome(DnsAnswer answer, AnswerDelivery delivery, int addresses, Span<byte> output)
    {
        if (addresses == 0)
            return 0;
        var size = answer.AddressSize;
        var before = answer.Records.Length - answer.Addresses * size;
        var first = (int)((uint)delivery.Turn % (uint)answer.Addresses);
        answer.Records.AsSpan(0, before).CopyTo(output);
        var untilEnd = Math.Min(addresses, answer.Addresses - first);
        answer.Records.AsSpan(before + first * size, untilEnd * size).CopyTo(output[before..]);
        answer.Records.AsSpan(before, (addresses - untilEnd) * size).CopyTo(output[(before + untilEnd * size)..]);
        SetTtls(answer, delivery, answer.Ttls.Length - answer.Addresses + addresses, output);
        return before + addresses * size;
    }

    private static void SetTtls(DnsAnswer answer, AnswerDelivery delivery, int count, Span<byte> output)
    {
        if (delivery.Age == 0 && delivery.MaxTtl == int.MaxValue)
            return;
        for (var i = 0; i < count; i++)
        {
            var field = output[answer.Ttls[i]..];
            var ttl = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(field) - delivery.Age);
            BinaryPrimitives.WriteInt32BigEndian(field, Math.Min(ttl, delivery.MaxTtl));
        }
    }

    private static int WriteOpt(Span<byte> output, DnsCode code, ReadOnlySpan<byte> option)
    {
        output[0] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(output[1..], (ushort)DnsType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(output[3..], OwnPayload);
        BinaryPrimitives.WriteInt32BigEndian(output[5..], (int)code >> 4 << 24);
        BinaryPrimitives.WriteUInt16BigEndian(output[9..], (ushort)option.Length);
        option.CopyTo(output[OptSize..]);
        return OptSize + option.Length;
    }
}
