using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class RequestLineTests
{
    [Fact]
    public void RequestLine_Simple_IsTakenApart()
    {
        using var head = HeadReading.ParsedRequest("GET /a/b?c=d?e HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("GET"u8, head.Method);
        Assert.Equal(KnownMethod.Get, head.KnownMethod);
        Assert.Equal(TargetForm.Origin, head.Form);
        Assert.Equal("/a/b"u8, head.Path);
        Assert.Equal("c=d?e"u8, head.Query);
        Assert.Equal("h"u8, head.Authority);
        Assert.Equal(1, head.MinorVersion);
    }

    [Theory]
    [InlineData("GET", KnownMethod.Get, true)]
    [InlineData("HEAD", KnownMethod.Head, true)]
    [InlineData("POST", KnownMethod.Post, false)]
    [InlineData("PUT", KnownMethod.Put, true)]
    [InlineData("DELETE", KnownMethod.Delete, true)]
    [InlineData("OPTIONS", KnownMethod.Options, true)]
    [InlineData("TRACE", KnownMethod.Trace, true)]
    [InlineData("PATCH", KnownMethod.Patch, false)]
    [InlineData("get", KnownMethod.Other, false)]
    [InlineData("M-SEARCH", KnownMethod.Other, false)]
    [InlineData("!#$%&'*+-.^_`|~09", KnownMethod.Other, false)]
    public void Method_AnyToken_IsAccepted(string method, KnownMethod known, bool isIdempotent)
    {
        using var head = HeadReading.ParsedRequest($"{method} / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(known, head.KnownMethod);
        Assert.Equal(isIdempotent, head.IsIdempotent);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":GET")]
    [InlineData("G(T")]
    [InlineData("G\tT")]
    [InlineData("G\u00e9T")]
    [InlineData("\"GET\"")]
    public void Method_NoToken_IsRefused(string method) =>
        Assert.Equal(HttpParseError.BadMethod, HeadReading.RequestError($"{method} / HTTP/1.1\r\nHost: h\r\n\r\n"));

    [Theory]
    [InlineData("G\0T / HTTP/1.1")]
    [InlineData("GET /\u0001 HTTP/1.1")]
    [InlineData("GET / HTTP/1.1\u007f")]
    public void StartLine_ControlByte_IsRefused(string line) =>
        Assert.Equal(HttpParseError.BadStartLine, HeadReading.RequestError($"{line}\r\nHost: h\r\n\r\n"));

    [Theory]
    [InlineData("GET  / HTTP/1.1")]
    [InlineData("GET /  HTTP/1.1")]
    [InlineData("GET /a b HTTP/1.1")]
    [InlineData("GET \t/ HTTP/1.1")]
    [InlineData("GET / x HTTP/1.1")]
    [InlineData("GET  HTTP/1.1")]
    public void StartLine_OtherThanSingleSpaces_IsRefused(string line) =>
        Assert.Equal(HttpParseError.BadTarget, HeadReading.RequestError($"{line}\r\nHost: h\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/1.")]
    [InlineData("HTTP/1.11")]
    [InlineData("HTTP/01.1")]
    [InlineData("http/1.1")]
    [InlineData("HTTP/1.1 ")]
    [InlineData("HTTP/1,1")]
    [InlineData("HTTP/1.1\t")]
    [InlineData("ICE/1.0")]
    [InlineData("HTTPS/1.1")]
    public void Version_Malformed_IsRefused(string version) =>
        Assert.Equal(HttpParseError.BadVersion, HeadReading.RequestError($"GET / {version}\r\nHost: h\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/0.9")]
    [InlineData("HTTP/1.2")]
    [InlineData("HTTP/2.0")]
    [InlineData("HTTP/3.0")]
    public void Version_NeitherOneZeroNorOneOne_IsRefused(string version) =>
        Assert.Equal(HttpParseError.UnsupportedVersion, HeadReading.RequestError($"GET / {version}\r\nHost: h\r\n\r\n"));

    [Fact]
    public void Version_Missing_IsRefused()
    {
        Assert.Equal(HttpParseError.BadVersion, HeadReading.RequestError("GET /\r\nHost: h\r\n\r\n"));
        Assert.Equal(HttpParseError.BadMethod, HeadReading.RequestError("GET\r\nHost: h\r\n\r\n"));
    }

    [Fact]
    public void Version_OneZero_IsKeptAndWrittenAsOneOne()
    {
        using var head = HeadReading.ParsedRequest("GET / HTTP/1.0\r\nHost: h\r\n\r\n");
        Assert.Equal(0, head.MinorVersion);
        Assert.Equal("GET / HTTP/1.1\r\nHost: h\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void EmptyLines_BeforeTheRequest_AreSkipped()
    {
        using var head = HeadReading.ParsedRequest("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("GET / HTTP/1.1\r\nHost: h\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void EmptyLines_TooMany_AreRefused() =>
        Assert.Equal(HttpParseError.TooManyEmptyLines, HeadReading.RequestError("\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"));

    [Fact]
    public void EmptyLine_BareLineFeed_IsRefused() =>
        Assert.Equal(HttpParseError.BareLineFeed, HeadReading.RequestError("\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"));

    [Fact]
    public void Consumed_PipelinedRequest_EndsBehindTheBlankLine()
    {
        const string First = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
        Assert.Equal(First.Length, HeadReading.Request(First + "GET /second HTTP/1.1\r\nHost: h\r\n\r\n").Consumed);
    }

    [Fact]
    public void Parse_AfterDone_StartsWithTheNextMessage()
    {
        using var head = HeadReading.ParsedRequest("POST /long/path HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        var second = Segments.Whole(Segments.Bytes("GET / HTTP/1.1\r\nHost: other\r\n\r\n"));
        Assert.Equal(ParseStatus.Done, head.TryParse(second, HttpLimits.Default, out _, out _));
        Assert.Equal(BodyKind.None, head.Body);
        Assert.Equal(1, head.HeaderCount);
        Assert.Equal("GET / HTTP/1.1\r\nHost: other\r\n\r\n", HeadReading.Written(head));
    }

    [Fact]
    public void Parse_AfterError_StartsWithTheNextMessage()
    {
        using var head = new RequestHead();
        head.TryParse(Segments.Whole(Segments.Bytes("GET / HTTP/1.1\nHost")), HttpLimits.Default, out _, out var error);
        Assert.Equal(HttpParseError.BareLineFeed, error);
        var next = Segments.Whole(Segments.Bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
        Assert.Equal(ParseStatus.Done, head.TryParse(next, HttpLimits.Default, out _, out _));
    }
}
