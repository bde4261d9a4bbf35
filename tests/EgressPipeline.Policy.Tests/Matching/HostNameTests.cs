using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tests.Matching;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("example.com", "example.com", 0)]
    [InlineData("EXAMPLE.com", "example.com", 0)]
    [InlineData("example.com:8443", "example.com", 8443)]
    [InlineData("example.com.", "example.com", 0)]
    [InlineData("example.com.:80", "example.com", 80)]
    [InlineData("example.com:", "example.com", 0)]
    [InlineData("_srv.example.com", "_srv.example.com", 0)]
    [InlineData("10.0.0.1:80", "10.0.0.1", 80)]
    [InlineData("[::1]", "::1", 0)]
    [InlineData("[2001:DB8::1]:443", "2001:db8::1", 443)]
    public void TryNormalize_Host_GivesNameAndPort(string authority, string expected, int port)
    {
        Span<byte> buffer = stackalloc byte[HostName.MaxLength];
        Assert.True(HostName.TryNormalize(Encoding.UTF8.GetBytes(authority), buffer, out var length, out var found));
        Assert.Equal(expected, Encoding.UTF8.GetString(buffer[..length]));
        Assert.Equal(port, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".example.com")]
    [InlineData("example..com")]
    [InlineData("example.com..")]
    [InlineData("user@example.com")]
    [InlineData("exa mple.com")]
    [InlineData("example.com:0")]
    [InlineData("example.com:65536")]
    [InlineData("example.com:80x")]
    [InlineData("example.com:80:80")]
    [InlineData("::1")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    [InlineData("[::1%eth0]")]
    [InlineData("[1.2.3.4]")]
    [InlineData("example.com/path")]
    [InlineData("exämple.com")]
    [InlineData("*.example.com")]
    public void TryNormalize_NoHost_IsRefused(string authority)
    {
        Span<byte> buffer = stackalloc byte[HostName.MaxLength];
        Assert.False(HostName.TryNormalize(Encoding.UTF8.GetBytes(authority), buffer, out _, out _));
    }

    [Fact]
    public void TryNormalize_254Bytes_IsRefused()
    {
        Span<byte> buffer = stackalloc byte[HostName.MaxLength];
        Assert.True(HostName.TryNormalize(Encoding.UTF8.GetBytes(new string('a', 253)), buffer, out _, out _));
        Assert.False(HostName.TryNormalize(Encoding.UTF8.GetBytes(new string('a', 254)), buffer, out _, out _));
    }
}
