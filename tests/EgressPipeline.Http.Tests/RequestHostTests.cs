using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class RequestHostTests
{
    [Fact]
    public void Host_MissingInOneOne_IsRefused()
    {
        Assert.Equal(HttpParseError.MissingHost, HeadReading.RequestError("GET / HTTP/1.1\r\nA: b\r\n\r\n"));
        Assert.Equal(HttpParseError.MissingHost, HeadReading.RequestError("GET http://h/ HTTP/1.1\r\n\r\n"));
        Assert.Equal(HttpParseError.MissingHost, HeadReading.RequestError("CONNECT h:1 HTTP/1.1\r\n\r\n"));
    }

    [Fact]
    public void Host_MissingInOneZero_LeavesTheAuthorityEmpty()
    {
        using var head = HeadReading.ParsedRequest("GET / HTTP/1.0\r\n\r\n");
        Assert.True(head.Authority.IsEmpty);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Host: a\r\nHost: b\r\n")]
    [InlineData("HTTP/1.1", "Host: a\r\nHost: a\r\n")]
    [InlineData("HTTP/1.1", "Host: a\r\nX: y\r\nhOST: a\r\n")]
    [InlineData("HTTP/1.0", "Host: a\r\nHost: b\r\n")]
    public void Host_Twice_IsRefused(string version, string hosts) =>
        Assert.Equal(HttpParseError.DuplicateHost, HeadReading.RequestError($"GET / {version}\r\n{hosts}\r\n"));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a, b")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("user@a")]
    [InlineData("a\\b")]
    [InlineData("http://a")]
    [InlineData("a:x")]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:1:2")]
    [InlineData(":80")]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("[::g]")]
    [InlineData("[1:2:3]")]
    [InlineData("[]")]
    [InlineData("a%00")]
    [InlineData("\u00e9")]
    [InlineData("a;b")]
    [InlineData("a\tb")]
    public void Host_Invalid_IsRefused(string host) =>
        Assert.Equal(HttpParseError.BadHost, HeadReading.RequestError($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));

    [Theory]
    [InlineData("a")]
    [InlineData("API.example.com.")]
    [InlineData("a:80")]
    [InlineData("a:")]
    [InlineData("under_score.example")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("[::1]")]
    [InlineData("[::]:1")]
    [InlineData("[2001:db8:0:0:0:0:0:1]")]
    [InlineData("[::ffff:192.0.2.1]:8080")]
    [InlineData("[1::]")]
    public void Host_Valid_IsTheAuthority(string host)
    {
        using var head = HeadReading.ParsedRequest($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        Assert.Equal(host, Segments.Text(head.Authority));
    }

    [Fact]
    public void Host_OtherThanAbsoluteForm_IsReplaced()
    {
        using var head = HeadReading.ParsedRequest("GET http://real.example:81/ HTTP/1.1\r\nA: b\r\nHost: lie.example\r\nC: d\r\n\r\n");
        Assert.Equal("real.example:81"u8, head.Authority);
        head.SetOriginForm();
        Assert.Equal("GET / HTTP/1.1\r\nA: b\r\nHost: real.example:81\r\nC: d\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void Host_MissingBesideAbsoluteFormInOneZero_IsAddedFirst()
    {
        using var head = HeadReading.ParsedRequest("GET http://real.example/ HTTP/1.0\r\nA: b\r\n\r\n");
        head.SetOriginForm();
        Assert.Equal("GET / HTTP/1.1\r\nHost: real.example\r\nA: b\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void Host_InvalidBesideAbsoluteForm_IsRefusedAllTheSame() =>
        Assert.Equal(HttpParseError.BadHost, HeadReading.RequestError("GET http://a/ HTTP/1.1\r\nHost: b@c\r\n\r\n"));

    [Fact]
    public void SetHost_LeavesTheAuthorityThatWasCalled()
    {
        using var head = HeadReading.ParsedRequest("GET / HTTP/1.1\r\nHost: called.example\r\n\r\n");
        head.SetHost("rewritten.example"u8);
        Assert.Equal("called.example"u8, head.Authority);
        Assert.Equal("GET / HTTP/1.1\r\nHost: rewritten.example\r\n\r\n", HeadReading.Written(head));
    }
}
