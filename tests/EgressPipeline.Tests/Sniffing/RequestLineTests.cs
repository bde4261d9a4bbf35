using System.Text;
using EgressPipeline.Sniffing;

namespace EgressPipeline.Tests.Sniffing;

public sealed class RequestLineTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", true)]
    [InlineData("GET / HTTP/1.0\n", true)]
    [InlineData("PURGE /x HTTP/1.1\r\nHost: a", true)]
    [InlineData("\r\nGET / HTTP/1.1\r\n", true)]
    [InlineData("GET /a b HTTP/1.1\r\n", true)] // wants to be HTTP: the reader refuses it with a status
    [InlineData("GET / HTTP/3.0\r\n", true)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\n", true)]
    [InlineData("GET key\r\n", false)]
    [InlineData("get key\r\n", false)]
    [InlineData("GET /\r\n", false)]
    [InlineData("EHLO mail.example.com\r\n", false)]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", false)]
    [InlineData("*1\r\n$4\r\nPING\r\n", false)]
    [InlineData(" GET / HTTP/1.1\r\n", false)]
    [InlineData("\0\0\0\x08\x04\xd2", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("G", null)]
    [InlineData("GET ", null)]
    [InlineData("GET / HTTP/1.1", null)]
    [InlineData("\r", null)]
    public void Matches_FirstBytes(string bytes, bool? expected) => Assert.Equal(expected, RequestLine.Matches(Encoding.Latin1.GetBytes(bytes)));

    [Fact]
    public void Matches_EveryPrefixOfARequest_IsUndecidedUntilTheLineEnds()
    {
        var request = "POST /path?query HTTP/1.1\r\n"u8;
        for (var cut = 0; cut < request.Length; cut++)
            Assert.Null(RequestLine.Matches(request[..cut]));
        Assert.True(RequestLine.Matches(request));
    }
}
