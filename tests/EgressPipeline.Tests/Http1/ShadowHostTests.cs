using System.Text;
using EgressPipeline.Http1.Mirroring;

namespace EgressPipeline.Tests.Http1;

public sealed class ShadowHostTests
{
    [Theory]
    [InlineData("api.example.com", "api.example.com-shadow")]
    [InlineData("api.example.com:8080", "api.example.com-shadow:8080")]
    [InlineData("192.0.2.1:80", "192.0.2.1-shadow:80")]
    [InlineData("[2001:db8::1]:80", "[2001:db8::1]:80")]
    [InlineData("", "-shadow")]
    public void Of_Host_HasTheSuffixBeforeThePort(string host, string shadow) =>
        Assert.Equal(shadow, Encoding.ASCII.GetString(ShadowHost.Of(Encoding.ASCII.GetBytes(host))));
}
