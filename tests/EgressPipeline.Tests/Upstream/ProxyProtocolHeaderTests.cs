using System.Net;
using System.Text;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Upstream;

namespace EgressPipeline.Tests.Upstream;

public sealed class ProxyProtocolHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    [Theory]
    [InlineData("10.1.2.3:40000", "192.0.2.1:443", "PROXY TCP4 10.1.2.3 192.0.2.1 40000 443\r\n")]
    [InlineData("[::ffff:10.1.2.3]:1", "192.0.2.1:443", "PROXY TCP4 10.1.2.3 192.0.2.1 1 443\r\n")]
    [InlineData("[2001:db8::1]:1", "[2001:db8::2]:65535", "PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\n")]
    [InlineData("10.1.2.3:1", "[2001:db8::2]:2", "PROXY TCP6 ::ffff:10.1.2.3 2001:db8::2 1 2\r\n")]
    [InlineData("[fe80::1%3]:1", "[2001:db8::2]:2", "PROXY TCP6 fe80::1 2001:db8::2 1 2\r\n")]
    [InlineData("", "192.0.2.1:443", "PROXY UNKNOWN\r\n")]
    public void Create_V1_IsOneLine(string source, string destination, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Create(ProxyProtocol.V1, source, destination)));

    [Theory]
    [InlineData("10.1.2.3:40000", "192.0.2.1:443", Signature + "2111000C" + "0A010203" + "C0000201" + "9C40" + "01BB")]
    [InlineData("[2001:db8::1]:1", "[2001:db8::2]:2", Signature + "21210024" + "20010DB8000000000000000000000001" + "20010DB8000000000000000000000002" + "0001" + "0002")]
    [InlineData("", "192.0.2.1:443", Signature + "20000000")]
    public void Create_V2_IsBinary(string source, string destination, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Create(ProxyProtocol.V2, source, destination)));

    private static byte[] Create(ProxyProtocol version, string source, string destination) =>
        ProxyProtocolHeader.Create(version, source.Length == 0 ? null : IPEndPoint.Parse(source), IPEndPoint.Parse(destination));
}
