using System.Net;
using System.Text;
using CsCheck;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tests.Matching;

public sealed class AddressTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3/8", "10.9.9.9", true)]
    [InlineData("0.0.0.0/0", "255.1.1.1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::1/65", "2001:db8::7fff:0:0:1", true)]
    [InlineData("fe80::/64", "fe80::1", true)]
    public void Contains_Address_RespectsPrefixAndFamily(string range, string address, bool expected)
    {
        Assert.True(Cidr.TryParse(range, out var cidr));
        Assert.Equal(expected, cidr.Contains(IpValue.From(IPAddress.Parse(address))));
    }

    [Theory]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("010.0.0.1")]
    [InlineData("1")]
    [InlineData("::1/129")]
    [InlineData("fe80::1%1")]
    [InlineData("[::1]:80")]
    [InlineData("example.com")]
    [InlineData("")]
    public void TryParse_NoRange_IsRefused(string text) => Assert.False(Cidr.TryParse(text, out _));

    [Fact]
    public void IpLiteral_AnyAddress_AgreesWithTheFramework() => Check.Sample(
        Gen.Byte.Array[16], bytes =>
        {
            foreach (var address in new[] { new IPAddress(bytes), new IPAddress(bytes.AsSpan(0, 4)), Sparse(bytes) })
            {
                Assert.True(IpLiteral.TryParse(Encoding.UTF8.GetBytes(address.ToString()), out var value), address.ToString());
                Assert.Equal(IpValue.From(address), value);
            }
        }, iter: 3_000);

    [Theory]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1::2::3")]
    [InlineData("1:2")]
    [InlineData("::12345")]
    [InlineData("1.2.3.4.5")]
    [InlineData("256.1.1.1")]
    [InlineData("1:")]
    public void IpLiteral_Malformed_IsRefused(string text) => Assert.False(IpLiteral.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void CidrSet_UnknownAddress_IsInNone()
    {
        Assert.True(Cidr.TryParse("::/0", out var all));
        Assert.False(new CidrSet([all]).Contains(IpValue.None));
    }

    private static IPAddress Sparse(byte[] bytes)
    {
        var copy = (byte[])bytes.Clone();
        for (var i = 0; i < 16; i++)
            if (bytes[i] < 160)
                copy[i] = 0;
        return new IPAddress(copy);
    }
}
