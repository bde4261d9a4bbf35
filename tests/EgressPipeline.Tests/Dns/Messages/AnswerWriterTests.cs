using System.Net;
using CsCheck;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Tests.Dns.Messages;

public sealed class AnswerWriterTests
{
    [Theory]
    [InlineData(40, null, 512, true)]
    [InlineData(40, 1232, 1232, false)]
    [InlineData(30, null, 512, false)] // 12 + 12 + 30 * 16 = 504
    [InlineData(31, null, 512, true)]
    [InlineData(1, null, 512, false)]
    public void Write_ManyAddresses_FitOrAreCutAndSayso(int addresses, int? payload, int limit, bool isTruncated)
    {
        var message = Write(Addresses(addresses), payload, new AnswerDelivery(limit, 0, 0, int.MaxValue), out var length);
        Assert.InRange(length, 1, limit);
        Assert.Equal(isTruncated, message.IsTruncated);
        Assert.Equal(payload is not null, message.HasOpt);
        Assert.Equal(isTruncated ? 30 : addresses, message.Addresses.Count());
        Assert.Equal(message.Addresses.Distinct(), message.Addresses);
    }

    [Fact]
    public void Write_AnySizeAndLimit_IsAMessageWithinIt() => Gen.Select(Gen.Int[0, 80], Gen.Int[512, 1400], Gen.Int[0, 200], Gen.Bool).Sample((count, limit, turn, edns) =>
    {
        var message = Write(Addresses(count), edns ? 4096 : null, new AnswerDelivery(limit, 0, turn, int.MaxValue), out var length);
        Assert.True(length <= limit);
        Assert.Equal(message.IsTruncated, message.Addresses.Count() < count);
        Assert.Equal(message.Addresses.Distinct(), message.Addresses);
    });

    [Fact]
    public void Write_NextTurn_BeginsWithTheNextAddress()
    {
        string First(int turn) => Write(Addresses(3), null, new AnswerDelivery(512, 0, turn, int.MaxValue), out _).Addresses.First();
        Assert.Equal(["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.0"], Enumerable.Range(0, 4).Select(First));
        Assert.NotEmpty(First(-1)); // the counter wraps
    }

    [Theory, InlineData(0, int.MaxValue, 30), InlineData(10, int.MaxValue, 20), InlineData(40, int.MaxValue, 0), InlineData(10, 5, 5)]
    public void Write_Age_ShrinksTheTtl(int age, int maxTtl, int expected) =>
        Assert.All(Write(Addresses(2), null, new AnswerDelivery(512, age, 0, maxTtl), out _).Answers, record => Assert.Equal(expected, record.Ttl));

    [Fact]
    public void Write_Question_IsRepeatedLetterByLetter()
    {
        var request = Wire.Query("a.TeSt", DnsType.A);
        var query = new DnsQuery();
        query.Read(request);
        var output = new byte[512];
        var length = AnswerWriter.Write(query, request, Addresses(1), new AnswerDelivery(512, 0, 0, int.MaxValue), output);
        Assert.Equal("a.TeSt.", Wire.Parse(output.AsSpan(0, length)).Question);
    }

    [Fact]
    public void Write_ReasonThatDoesNotFit_IsLeftOut()
    {
        var answer = new DnsAnswer { Code = DnsCode.NXDomain, ErrorOption = ExtendedError.Option(ExtendedError.Blocked, new string('x', 600)) };
        var message = Write(answer, 512, new AnswerDelivery(512, 0, 0, int.MaxValue), out _);
        Assert.True(message.HasOpt);
        Assert.Empty(Assert.Single(message.Additionals).Data);
        Assert.NotEmpty(Assert.Single(Write(answer, 1232, new AnswerDelivery(1232, 0, 0, int.MaxValue), out _).Additionals).Data);
    }

    [Fact]
    public void WriteCode_BadVersion_HasItsUpperBits()
    {
        byte[] request = [.. Wire.Head(1, 0x100, 0, 0, 1), .. Wire.Question("a.test", DnsType.A), .. Wire.Opt(1232, version: 1)];
        var query = new DnsQuery();
        query.Read(request);
        var output = new byte[512];
        Assert.Equal(16, Wire.Parse(output.AsSpan(0, AnswerWriter.WriteCode(query, request, DnsCode.BadVers, output))).FullCode);
    }

    [Fact]
    public void WriteCode_QuestionThatCouldNotBeRead_IsAHeader()
    {
        byte[] request = [.. Wire.Head(7, 0x100, 0, 0, 0), 0xC0];
        var query = new DnsQuery();
        query.Read(request);
        var output = new byte[512];
        var length = AnswerWriter.WriteCode(query, request, DnsCode.FormErr, output);
        Assert.Equal(12, length);
        Assert.Equal((7, 1), (Wire.Parse(output.AsSpan(0, length)).Id, Wire.Parse(output.AsSpan(0, length)).Code));
    }

    private static DnsAnswer Addresses(int count)
    {
        var builder = new AnswerBuilder(0);
        for (var i = 0; i < count; i++)
            builder.AddAddress([10, 0, (byte)(i >> 8), (byte)i], 30);
        return builder.Build(DnsCode.NoError, isAuthoritative: true);
    }

    private static WireMessage Write(DnsAnswer answer, int? payload, AnswerDelivery delivery, out int length)
    {
        var request = Wire.Query("a.test", DnsType.A, payload);
        var query = new DnsQuery();
        Assert.Equal(QueryStatus.Ok, query.Read(request));
        var output = new byte[4096];
        length = AnswerWriter.Write(query, request, answer, delivery, output);
        return Wire.Parse(output.AsSpan(0, length));
    }
}
