using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Tests.Dns.Messages;

/// <summary>What must hold of the DNS messages' codec for any bytes, taken as a question and as a name server's reply.</summary>
internal static class MessageInvariants
{
    private const int MaxQuery = 4096;
    private const int MaxMessage = 65_535;

    /// <exception cref="InvalidOperationException">Something does not hold.</exception>
    public static void Check(byte[] bytes)
    {
        CheckQuery(bytes.AsSpan(0, Math.Min(bytes.Length, MaxQuery)));
        CheckReply(bytes);
    }

    /// <summary>Whatever asks gets no answer, or one that is an answer, to it, and within what it takes.</summary>
    private static void CheckQuery(ReadOnlySpan<byte> message)
    {
        var query = new DnsQuery();
        var output = new byte[MaxQuery];
        var status = query.Read(message);
        if (status == QueryStatus.Ignored)
            return;
        Hold(query.QuestionEnd <= message.Length, "the question ends inside the message");
        if (status != QueryStatus.Ok)
        {
            CheckHeader(message, output.AsSpan(0, AnswerWriter.WriteCode(query, message, DnsCode.FormErr, output)));
            return;
        }
        Hold(query.Payload >= DnsQuery.PlainPayload && query.Name.Length + 2 == query.Key.Length, "a query that was read has a name and a payload");
        foreach (var limit in new[] { DnsQuery.PlainPayload, Math.Min(query.Payload, MaxQuery) })
        {
            var written = AnswerWriter.Write(query, message, DnsAnswer.Empty, new AnswerDelivery(limit, 0, 0, int.MaxValue), output);
            Hold(written <= limit, "an answer is within the limit");
            CheckHeader(message, output.AsSpan(0, written));
            Hold(ReplyReader.IsReplyTo(output.AsSpan(0, written), new DnsHeader(message).Id, query.Key), "an answer is the reply to its question");
        }
    }

    /// <summary>What is made of a reply can be written, and reads as the same again.</summary>
    private static void CheckReply(ReadOnlySpan<byte> message)
    {
        Span<byte> key = stackalloc byte[DnsName.MaxLength + 2];
        if (message.Length < DnsHeader.Size)
            return;
        var id = new DnsHeader(message).Id;
        var name = DnsName.ReadPlain(message, DnsHeader.Size, key[..^2]);
        if (name == 0 || message.Length < DnsHeader.Size + name + 4)
            return;
        message.Slice(DnsHeader.Size + name, 2).CopyTo(key[name..]);
        key = key[..(name + 2)];
        if (!ReplyReader.IsReplyTo(message, id, key) || new DnsHeader(message).Code is not (DnsCode.NoError or DnsCode.NXDomain) || ReplyReader.Read(message, key, static _ => true) is not { } answer)
            return;
        var question = new byte[DnsHeader.Size + key.Length + 2];
        DnsHeader.WriteQuery(question, id);
        key.CopyTo(question.AsSpan(DnsHeader.Size));
        question[^1] = 1;
        var query = new DnsQuery();
        if (query.Read(question) != QueryStatus.Ok)
            return; // a type that nobody is answered
        var output = new byte[MaxMessage];
        Hold(AnswerWriter.Write(query, question, answer, new AnswerDelivery(DnsQuery.PlainPayload, 1, 3, 30), output) <= DnsQuery.PlainPayload, "a cut answer is within the limit");
        var whole = output.AsSpan(0, AnswerWriter.Write(query, question, answer, new AnswerDelivery(MaxMessage, 0, 0, int.MaxValue), output));
        if (new DnsHeader(whole).IsTruncated)
            return;
        Hold(ReplyReader.IsReplyTo(whole, id, key), "what was written is the reply");
        var again = ReplyReader.Read(whole, key, static _ => true);
        Hold(again is not null && (again.Code, again.Addresses, again.Answers, again.Lifetime) == (answer.Code, answer.Addresses, answer.Answers, answer.Lifetime), "what was written reads as the same");
    }

    private static void CheckHeader(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> answer)
    {
        Hold(answer.Length >= DnsHeader.Size, "an answer has a header");
        var header = new DnsHeader(answer);
        Hold(header.IsResponse && header.Id == new DnsHeader(asked).Id, "an answer says so and has the question's id");
    }

    private static void Hold(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException("does not hold: " + what);
    }
}
