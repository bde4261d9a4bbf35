using System.Net;
using CsCheck;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Tests.Dns.Messages;

public sealed class ReplyReaderTests
{
    private static readonly byte[] V4 = [192, 0, 2, 1];

    [Fact]
    public void IsReplyTo_TheReply_IsTaken_AnythingElse_IsNot()
    {
        var key = Wire.Key("a.test", DnsType.A);
        Assert.True(ReplyReader.IsReplyTo(Wire.Reply("a.test", DnsType.A, 0, []), 0x1234, key));
        Assert.True(ReplyReader.IsReplyTo(Wire.Reply("A.Test", DnsType.A, 0, []), 0x1234, key));
        Assert.False(ReplyReader.IsReplyTo(Wire.Reply("a.test", DnsType.A, 0, [], id: 1), 0x1234, key));
        Assert.False(ReplyReader.IsReplyTo(Wire.Reply("b.test", DnsType.A, 0, []), 0x1234, key));
        Assert.False(ReplyReader.IsReplyTo(Wire.Reply("a.test", DnsType.Aaaa, 0, []), 0x1234, key));
        Assert.False(ReplyReader.IsReplyTo(Wire.Query("a.test", DnsType.A), 0x1234, key));
        var cut = Wire.Reply("a.test", DnsType.A, 0, []);
        for (var length = 0; length < cut.Length; length++)
            Assert.False(ReplyReader.IsReplyTo(cut.AsSpan(0, length), 0x1234, key));
    }

    [Fact]
    public void Read_AliasesInAnyOrder_AreFollowedAndStrangersLeftOut()
    {
        var reply = Wire.Reply("a.test", DnsType.A, 0,
        [
            Wire.Record("c.test", DnsType.A, 60, V4),
            Wire.Record("evil.test", DnsType.A, 60, [6, 6, 6, 6]),
            Wire.Record("b.test", DnsType.Cname, 30, Wire.Name("c.test")),
            Wire.Record("a.test", DnsType.Cname, 300, Wire.Name("b.test")),
        ]);
        var message = Parse(reply, "a.test", DnsType.A);
        Assert.Equal([("a.test.", 5, 300), ("b.test.", 5, 30), ("c.test.", 1, 60)], message.Answers.Select(r => (r.Owner, r.Type, r.Ttl)));
        Assert.Equal(["192.0.2.1"], message.Addresses);
        Assert.Equal(30, Read(reply, "a.test", DnsType.A)!.Lifetime);
    }

    [Fact]
    public void Read_AliasLoop_IsMalformed()
    {
        var reply = Wire.Reply("a.test", DnsType.A, 0, [Wire.Record("a.test", DnsType.Cname, 1, Wire.Name("b.test")), Wire.Record("b.test", DnsType.Cname, 1, Wire.Name("a.test"))]);
        Assert.Null(Read(reply, "a.test", DnsType.A));
    }

    [Theory, InlineData(16, true), InlineData(17, false)]
    public void Read_AliasChainOf_IsBounded(int length, bool isAnswer)
    {
        byte[][] records = [.. Enumerable.Range(0, length).Select(i => Wire.Record($"n{i}.test", DnsType.Cname, 9, Wire.Name($"n{i + 1}.test"))), Wire.Record($"n{length}.test", DnsType.A, 9, V4)];
        Assert.Equal(isAnswer, Read(Wire.Reply("n0.test", DnsType.A, 0, records), "n0.test", DnsType.A) is not null);
    }

    [Theory, InlineData(900, 60, 60), InlineData(60, 900, 60)]
    public void Read_NoSuchName_HoldsForTheSmallerTtl(int ttl, int minimum, int expected)
    {
        var answer = Read(Wire.Reply("gone.a.test", DnsType.A, 3, [], [Wire.Soa("a.test", ttl, minimum)]), "gone.a.test", DnsType.A)!;
        Assert.Equal(DnsCode.NXDomain, answer.Code);
        Assert.Equal(expected, answer.Lifetime);
        Assert.Equal(1, answer.Authorities);
    }

    [Fact]
    public void Read_NoSuchNameWithoutSoa_IsNotKept() => Assert.Equal(0, Read(Wire.Reply("a.test", DnsType.A, 3, []), "a.test", DnsType.A)!.Lifetime);

    [Fact]
    public void Read_TtlWithItsTopBit_IsZero() =>
        Assert.Equal(0, Read(Wire.Reply("a.test", DnsType.A, 0, [Wire.Record("a.test", DnsType.A, int.MinValue, V4)]), "a.test", DnsType.A)!.Lifetime);

    [Fact]
    public void Read_AddressThatMayNotBeAnswered_IsLeftOutAndCounted()
    {
        var reply = Wire.Reply("a.test", DnsType.A, 0, [Wire.Record("a.test", DnsType.A, 9, [10, 0, 0, 1]), Wire.Record("a.test", DnsType.A, 9, V4)]);
        var answer = ReplyReader.Read(reply, Wire.Key("a.test", DnsType.A), address => address[0] != 10)!;
        Assert.Equal((1, 1), (answer.Guarded, answer.Addresses));
    }

    [Fact]
    public void Read_AddressInAnotherTypesAnswer_IsRefused() =>
        Assert.Null(Read(Wire.Reply("a.test", DnsType.Mx, 0, [Wire.Record("a.test", DnsType.A, 9, V4)]), "a.test", DnsType.Mx));

    [Fact]
    public void Read_OtherType_ComesThroughAsItStands()
    {
        var reply = Wire.Reply("a.test", DnsType.Txt, 0, [Wire.Record([0xC0, 12], DnsType.Txt, 77, [3, 1, 2, 3])]);
        var message = Parse(reply, "a.test", DnsType.Txt);
        Assert.Equal(("a.test.", 16, 77), (message.Answers[0].Owner, message.Answers[0].Type, message.Answers[0].Ttl));
    }

    [Fact]
    public void Read_CutAtEveryByte_IsMalformedOrSmaller()
    {
        var reply = Wire.Reply("a.test", DnsType.A, 0, [Wire.Record("a.test", DnsType.Cname, 30, Wire.Name("b.test")), Wire.Record("b.test", DnsType.A, 60, V4)]);
        for (var length = DnsHeader.Size + 12; length < reply.Length; length++)
            Assert.Null(Read(reply[..length], "a.test", DnsType.A));
    }

    [Fact]
    public void Read_RepliesWithBytesChanged_GiveMessagesOrNothing()
    {
        byte[][] replies =
        [
            Wire.Reply("a.test", DnsType.A, 0, [Wire.Record([0xC0, 12], DnsType.Cname, 30, Wire.Name("b.test")), Wire.Record("b.test", DnsType.A, 60, V4), Wire.Record("b.test", DnsType.A, 60, V4)]),
            Wire.Reply("a.test", DnsType.A, 3, [], [Wire.Soa("test", 60, 60)]),
        ];
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 200], Gen.Byte).Sample((which, at, value, at2, value2) =>
        {
            var reply = (byte[])replies[which].Clone();
            reply[at % reply.Length] = value;
            reply[at2 % reply.Length] = value2;
            // Where the question still is what was asked, whatever is made of the rest reads as a message.
            if (ReplyReader.IsReplyTo(reply, 0x1234, Wire.Key("a.test", DnsType.A)) && Read(reply, "a.test", DnsType.A) is { } answer)
                Written(answer, "a.test", DnsType.A);
        }, iter: 20_000);
    }

    private static DnsAnswer? Read(byte[] reply, string host, DnsType type) => ReplyReader.Read(reply, Wire.Key(host, type), static _ => true);

    private static WireMessage Parse(byte[] reply, string host, DnsType type) => Written(Read(reply, host, type)!, host, type);

    private static WireMessage Written(DnsAnswer answer, string host, DnsType type)
    {
        var request = Wire.Query(host, type);
        var query = new DnsQuery();
        Assert.Equal(QueryStatus.Ok, query.Read(request));
        var output = new byte[65535];
        var length = AnswerWriter.Write(query, request, answer, new AnswerDelivery(65535, 0, 0, int.MaxValue), output);
        return Wire.Parse(output.AsSpan(0, length));
    }
}
