using System.Text;
using CsCheck;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Tests.Dns.Messages;

public sealed class DnsNameTests
{
    private static readonly Gen<string> Label = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-_"].Array[1, 12].Select(chars => new string(chars));
    private static readonly Gen<string> Host = Label.Array[0, 8].Select(labels => string.Join('.', labels));

    [Fact]
    public void Read_AnyName_IsThatName() => Host.Sample(host =>
    {
        var wire = Wire.Name(host);
        var name = new byte[DnsName.MaxLength];
        Assert.Equal(wire.Length, DnsName.ReadPlain(wire, 0, name));
        Assert.Equal(wire, name[..wire.Length]);
        Assert.Equal(wire.Length, DnsName.Read(wire, 0, name, out var end));
        Assert.Equal(wire.Length, end);
        Assert.Equal(wire.Length, DnsName.Skip(wire, 0));
        var text = new byte[DnsName.MaxLength];
        Assert.Equal(host, Encoding.ASCII.GetString(text, 0, DnsName.ToHost(wire, text)));
        if (host.Length > 0)
            Assert.Equal(wire, DnsName.FromHost(host));
    });

    [Fact]
    public void Read_CompressedAnywhere_IsTheWholeName()
    {
        byte[] message = [.. Wire.Name("example.com"), 3, (byte)'W', (byte)'w', (byte)'W', 0xC0, 0, 3, (byte)'a', (byte)'p', (byte)'i', 0xC0, 13];
        var name = new byte[DnsName.MaxLength];
        var length = DnsName.Read(message, 19, name, out var end);
        Assert.Equal(Wire.Name("api.www.example.com"), name[..length]);
        Assert.Equal(message.Length, end);
        Assert.Equal(message.Length, DnsName.Skip(message, 19));
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0 })] // itself
    [InlineData(new byte[] { 1, 97, 0xC0, 0 })] // its own beginning
    [InlineData(new byte[] { 0xC0, 2, 0xC0, 0 })] // each other
    [InlineData(new byte[] { 0xC0, 4, 0, 0, 0 })] // forward
    [InlineData(new byte[] { 0xC0 })]
    [InlineData(new byte[] { 0x80, 0 })] // reserved
    [InlineData(new byte[] { 0x40, 0 })]
    [InlineData(new byte[] { 5, 97, 98 })]
    [InlineData(new byte[] { 1, 97 })]
    [InlineData(new byte[] { })]
    public void Read_WhatIsNoName_IsRefused(byte[] message)
    {
        var name = new byte[DnsName.MaxLength];
        Assert.Equal(0, DnsName.Read(message, 0, name, out _));
        Assert.Equal(0, DnsName.ReadPlain(message, 0, name));
    }

    [Theory, InlineData(63, true), InlineData(64, false)]
    public void Read_LabelOf_IsBounded(int length, bool isName)
    {
        byte[] message = [(byte)length, .. Enumerable.Repeat((byte)'a', length), 0];
        Assert.Equal(isName, DnsName.ReadPlain(message, 0, new byte[DnsName.MaxLength]) > 0);
        Assert.Equal(isName, DnsName.Read(message, 0, new byte[DnsName.MaxLength], out _) > 0);
    }

    [Theory, InlineData(61, 255, true), InlineData(62, 256, false)]
    public void Read_NameOf_IsBounded(int lastLabel, int wireLength, bool isName)
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', 63), 3)) + "." + new string('b', lastLabel);
        var wire = Wire.Name(host);
        Assert.Equal(wireLength, wire.Length);
        Assert.Equal(isName, DnsName.ReadPlain(wire, 0, new byte[DnsName.MaxLength]) > 0);
        Assert.Equal(isName, DnsName.Read(wire, 0, new byte[DnsName.MaxLength], out _) > 0);
        Assert.Equal(isName, DnsName.FromHost(host) is not null);
    }

    [Fact]
    public void Read_CutAtEveryByte_IsNoName()
    {
        var wire = Wire.Name("api.example.com");
        for (var length = 0; length < wire.Length; length++)
        {
            Assert.Equal(0, DnsName.ReadPlain(wire.AsSpan(0, length), 0, new byte[DnsName.MaxLength]));
            Assert.Equal(0, DnsName.Read(wire.AsSpan(0, length), 0, new byte[DnsName.MaxLength], out _));
            Assert.Equal(0, DnsName.Skip(wire.AsSpan(0, length), 0));
        }
    }

    [Theory]
    [InlineData("a.cluster.local", "cluster.local", true)]
    [InlineData("cluster.local", "cluster.local", true)]
    [InlineData("xcluster.local", "cluster.local", false)]
    [InlineData("local", "cluster.local", false)]
    [InlineData("cluster.local.evil.test", "cluster.local", false)]
    public void IsAtOrBelow_Suffix_CountsWholeLabels(string name, string suffix, bool expected) =>
        Assert.Equal(expected, DnsName.IsAtOrBelow(Wire.Name(name), Wire.Name(suffix)));

    [Theory, InlineData(""), InlineData("a..b"), InlineData(".")]
    public void FromHost_WhatIsNoHost_IsNull(string host) => Assert.Null(DnsName.FromHost(host));
}
