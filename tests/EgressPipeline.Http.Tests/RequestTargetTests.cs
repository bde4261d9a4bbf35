using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("http://api.example.com/a?b", "http", "api.example.com", "/a", "b")]
    [InlineData("HTTPS://Api.Example.Com:8443/", "HTTPS", "Api.Example.Com:8443", "/", "")]
    [InlineData("http://api.example.com", "http", "api.example.com", "/", "")]
    [InlineData("http://api.example.com?q=1", "http", "api.example.com", "/", "q=1")]
    [InlineData("http://[2001:db8::1]:80/x", "http", "[2001:db8::1]:80", "/x", "")]
    [InlineData("http://h:/x", "http", "h:", "/x", "")]
    [InlineData("http://h/a://b?c=http://d", "http", "h", "/a://b", "c=http://d")]
    public void AbsoluteForm_Valid_IsTakenApart(string target, string scheme, string authority, string path, string query)
    {
        using var head = HeadReading.ParsedRequest($"GET {target} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
        Assert.Equal(TargetForm.Absolute, head.Form);
        Assert.Equal(scheme, Segments.Text(head.Scheme));
        Assert.Equal(authority, Segments.Text(head.Authority));
        Assert.Equal(path, Segments.Text(head.Path));
        Assert.Equal(query, Segments.Text(head.Query));
    }

    [Theory]
    [InlineData("ftp://h/")]
    [InlineData("ws://h/")]
    [InlineData("httpx://h/")]
    [InlineData("gopher://127.0.0.1:6379/_x")]
    public void AbsoluteForm_OtherScheme_IsRefused(string target) =>
        Assert.Equal(HttpParseError.UnsupportedScheme, Error("GET", target));

    [Theory]
    [InlineData("http://user@h/")]
    [InlineData("http://user:secret@h/")]
    [InlineData("http://allowed.com@evil.com/")]
    [InlineData("http://@h/")]
    public void AbsoluteForm_UserInformation_IsRefused(string target) =>
        Assert.Equal(HttpParseError.UserInfoInTarget, Error("GET", target));

    [Theory]
    [InlineData("http:///path")]
    [InlineData("http://")]
    [InlineData("http://?q")]
    [InlineData("http://:80/")]
    [InlineData("http://h:0/")]
    [InlineData("http://h:65536/")]
    [InlineData("http://h:99999999999/")]
    [InlineData("http://h:8a/")]
    [InlineData("http://h:+80/")]
    [InlineData("http://a,b/")]
    [InlineData("http://a%2eb/")]
    [InlineData("http://a\\b/")]
    [InlineData("http://[::1/")]
    [InlineData("http://[::1]x/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://[v1.a]/")]
    public void AbsoluteForm_BadAuthority_IsRefused(string target) =>
        Assert.Equal(HttpParseError.BadAuthority, Error("GET", target));

    [Theory]
    [InlineData("path")]
    [InlineData("http:/h/")]
    [InlineData("http:h")]
    [InlineData("://h/")]
    [InlineData("?q")]
    [InlineData("**")]
    [InlineData("\\")]
    [InlineData("/caf\u00e9")]
    [InlineData("/\u00a0")]
    public void Target_NoneOfTheForms_IsRefused(string target) =>
        Assert.Equal(HttpParseError.BadTarget, Error("GET", target));

    [Theory]
    [InlineData("/a#b")]
    [InlineData("#")]
    [InlineData("http://h/#f")]
    [InlineData("http://h#f")]
    public void Target_Fragment_IsRefused(string target) =>
        Assert.Equal(HttpParseError.FragmentInTarget, Error("GET", target));

    [Theory]
    [InlineData("/with_\"lovely\"_quotes?foo=\\\"bar\\\"")]
    [InlineData("/a|b{c}<d>^`")]
    [InlineData("//double")]
    [InlineData("/%zz")]
    [InlineData("/?")]
    public void Target_UnusualButUnambiguous_IsAccepted(string target)
    {
        using var head = HeadReading.ParsedRequest($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(target, Segments.Text(head.Target));
    }

    [Fact]
    public void AsteriskForm_Options_IsAccepted()
    {
        using var head = HeadReading.ParsedRequest("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(TargetForm.Asterisk, head.Form);
        Assert.Equal("*"u8, head.Path);
    }

    [Theory]
    [InlineData("GET", "*")]
    [InlineData("PRI", "*")]
    [InlineData("GET", "host.example:443")]
    [InlineData("OPTIONS", "host.example:443")]
    [InlineData("CONNECT", "/")]
    [InlineData("CONNECT", "*")]
    [InlineData("CONNECT", "http://h:80/")]
    public void TargetForm_NotOfTheMethod_IsRefused(string method, string target) =>
        Assert.Equal(HttpParseError.TargetFormNotAllowed, Error(method, target));

    [Theory]
    [InlineData("api.example.com:443")]
    [InlineData("home_0.example.com:1")]
    [InlineData("192.0.2.1:65535")]
    [InlineData("[2001:db8::1]:443")]
    public void AuthorityForm_Connect_IsAccepted(string target)
    {
        using var head = HeadReading.ParsedRequest($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n");
        Assert.Equal(TargetForm.Authority, head.Form);
        Assert.Equal(target, Segments.Text(head.Authority));
        Assert.True(head.Path.IsEmpty);
    }

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("api.example.com:")]
    [InlineData("api.example.com:0")]
    [InlineData("api.example.com:65536")]
    [InlineData("api.example.com:443/")]
    [InlineData("api.example.com:443?x")]
    [InlineData(":443")]
    [InlineData("[::1]")]
    [InlineData("a:b:443")]
    public void AuthorityForm_Malformed_IsRefused(string target) =>
        Assert.Equal(HttpParseError.BadAuthority, Error("CONNECT", target));

    [Fact]
    public void AuthorityForm_UserInformation_IsRefused() =>
        Assert.Equal(HttpParseError.UserInfoInTarget, Error("CONNECT", "user@h:443"));

    [Theory]
    [InlineData("GET", "http://h/a?b", "/a?b")]
    [InlineData("GET", "http://h", "/")]
    [InlineData("GET", "http://h?b", "/?b")]
    [InlineData("GET", "http://h/?", "/?")]
    [InlineData("OPTIONS", "http://h", "*")]
    [InlineData("OPTIONS", "http://h/", "/")]
    [InlineData("OPTIONS", "http://h?b", "/?b")]
    [InlineData("GET", "/already", "/already")]
    public void SetOriginForm_AbsoluteForm_KeepsPathAndQuery(string method, string target, string expected)
    {
        using var head = HeadReading.ParsedRequest($"{method} {target} HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n");
        head.SetOriginForm();
        Assert.Equal(expected, Segments.Text(head.Target));
        Assert.Equal("h"u8, head.Authority);
        Assert.Equal(expected == "*" ? TargetForm.Asterisk : TargetForm.Origin, head.Form);
        Assert.Equal($"{method} {expected} HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void SetOriginForm_Rewrite_ReplacesPathAndQuery()
    {
        using var head = HeadReading.ParsedRequest("GET http://h/old HTTP/1.1\r\nHost: h\r\n\r\n");
        head.SetOriginForm("/new?x=1"u8);
        Assert.Equal("/new"u8, head.Path);
        Assert.Equal("x=1"u8, head.Query);
        Assert.Equal("GET /new?x=1 HTTP/1.1\r\nHost: h\r\n\r\n", HeadReading.Written(head));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-slash")]
    [InlineData("/a b")]
    [InlineData("/a\r\nX: y")]
    public void SetOriginForm_NoTarget_Throws(string target)
    {
        using var head = HeadReading.ParsedRequest("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Throws<ArgumentException>(() => head.SetOriginForm(Segments.Bytes(target)));
    }

    private static HttpParseError Error(string method, string target) =>
        HeadReading.RequestError($"{method} {target} HTTP/1.1\r\nHost: h\r\n\r\n");
}
