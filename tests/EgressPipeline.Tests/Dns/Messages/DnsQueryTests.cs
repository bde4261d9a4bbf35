using CsCheck;
using System.Text;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Tests.Dns.Messages;

public sealed class DnsQueryTests
{
    private readonly DnsQuery _query = new();

    [Fact]
    public void Read_MixedCase_IsLowerAndHasItsKey()
    {
        Assert.Equal(QueryStatus.Ok, _query.Read(Wire.Query("aPi.Example.COM", DnsType.Aaaa)));
        Assert.Equal("api.example.com", Encoding.ASCII.GetString(_query.Host));
        Assert.Equal(Wire.Key("api.example.com", DnsType.Aaaa), _query.Key.ToArray());
        Assert.Equal(DnsType.Aaaa, _query.Type);
        Assert.False(_query.HasEdns);
        Assert.Equal(512, _query.Payload);
    }

    [Theory, InlineData(0, 512), InlineData(511, 512), InlineData(1232, 1232), InlineData(65535, 65535)]
    public void Read_Edns_TakesThePayload(int written, int expected)
    {
        Assert.Equal(QueryStatus.Ok, _query.Read(Wire.Query("a.test", DnsType.A, written)));
        Assert.True(_query.HasEdns);
        Assert.Equal(expected, _query.Payload);
    }

    [Fact]
    public void Read_Root_IsAName()
    {
        Assert.Equal(QueryStatus.Ok, _query.Read(Wire.Query("", DnsType.Ns)));
        Assert.Equal(0, _query.Host.Length);
    }

    [Fact]
    public void Read_OddQueries_GetTheirStatus()
    {
        Assert.Equal(QueryStatus.Ignored, _query.Read(new byte[11]));
        Assert.Equal(QueryStatus.Ignored, _query.Read(Wire.Reply("a.test", DnsType.A, 0, [])));
        Assert.Equal(QueryStatus.NotImplemented, _query.Read(Changed(2, 0x28))); // UPDATE
        Assert.Equal(QueryStatus.Malformed, _query.Read(Changed(5, 2))); // two questions
        Assert.Equal(QueryStatus.Malformed, _query.Read(Changed(5, 0)));
        Assert.Equal(QueryStatus.Malformed, _query.Read(Changed(7, 1))); // an answer in a question
        Assert.Equal(QueryStatus.Malformed, _query.Read(Changed(11, 1))); // an OPT record that is not there
        Assert.Equal(QueryStatus.Malformed, _query.Read(Changed(12, 0xC0))); // a pointer where nothing precedes
        Assert.Equal(QueryStatus.OtherClass, _query.Read(Changed(23, 3)));
        Assert.Equal(QueryStatus.NotImplemented, _query.Read(Wire.Query("a.test", (DnsType)252)));
        Assert.Equal(QueryStatus.NotImplemented, _query.Read(Wire.Query("a.test", (DnsType)255)));
        Assert.Equal(QueryStatus.NotImplemented, _query.Read(Wire.Query("a.test", (DnsType)128)));
        Assert.Equal(QueryStatus.NotImplemented, _query.Read(Wire.Query("a.test", DnsType.Opt)));
        Assert.Equal(QueryStatus.Ok, _query.Read(Wire.Query("a.test", (DnsType)127)));
        Assert.Equal(QueryStatus.Ok, _query.Read(Wire.Query("a.test", (DnsType)256)));
    }

    [Fact]
    public void Read_TwoOptRecords_IsMalformed() =>
        Assert.Equal(QueryStatus.Malformed, _query.Read([.. Wire.Head(1, 0x100, 0, 0, 2), .. Wire.Question("a.test", DnsType.A), .. Wire.Opt(1232), .. Wire.Opt(1232)]));

    [Fact]
    public void Read_OptOfANewVersion_IsBadVersion() =>
        Assert.Equal(QueryStatus.BadVersion, _query.Read([.. Wire.Head(1, 0x100, 0, 0, 1), .. Wire.Question("a.test", DnsType.A), .. Wire.Opt(1232, version: 1)]));

    [Fact]
    public void Read_CutAtEveryByte_IsNeverAQuery()
    {
        var message = Wire.Query("api.example.com", DnsType.A, 1232);
        for (var length = 0; length < message.Length; length++)
            Assert.NotEqual(QueryStatus.Ok, _query.Read(message.AsSpan(0, length)));
    }

    [Fact]
    public void Read_AnyBytes_NeverThrowsAndStaysInside() => Gen.Byte.Array[0, 600].Sample(bytes =>
    {
        var query = new DnsQuery();
        query.Read(bytes);
        Assert.InRange(query.QuestionEnd, 0, bytes.Length);
    });

    [Fact]
    public void Read_QueryWithBytesChanged_NeverThrows() => Gen.Select(Gen.Int[0, 50], Gen.Byte, Gen.Int[0, 50], Gen.Byte).Sample((at, value, at2, value2) =>
    {
        var message = Wire.Query("api.example.com", DnsType.A, 1232);
        message[at % message.Length] = value;
        message[at2 % message.Length] = value2;
        new DnsQuery().Read(message);
    });

    private static byte[] Changed(int at, byte value)
    {
        var message = Wire.Query("a.test", DnsType.A);
        message[at] = value;
        return message;
    }
}
