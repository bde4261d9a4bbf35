using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tests.Matching;

public sealed class ByteMatchTests
{
    [Theory]
    [InlineData("*", "x", true)]
    [InlineData("*", "", false)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "Abc", false)]
    [InlineData("abc", "abcd", false)]
    [InlineData("ab*", "ab", true)]
    [InlineData("ab*", "abc", true)]
    [InlineData("ab*", "xab", false)]
    [InlineData("*bc", "abc", true)]
    [InlineData("*bc", "bcd", false)]
    public void FromGlob_Text_MatchesAsWritten(string glob, string text, bool expected) =>
        Assert.Equal(expected, ByteMatch.FromGlob(glob).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("a.c", "abc", true)]
    [InlineData("b", "abc", false)]
    [InlineData("a|abc", "abc", true)]
    [InlineData("(?i)ABC", "abc", true)]
    [InlineData("a$", "a", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("^/api/v[0-9]+/.*$", "/api/v12/x", true)]
    [InlineData("\\d+", "12", true)]
    [InlineData("\\d+", "١٢", false)]
    [InlineData("[[:alpha:]]+", "abc", true)]
    [InlineData("[[:alpha:][:digit:]_-]+", "a1_-", true)]
    [InlineData("[]a]+", "]a", true)]
    [InlineData("[^]]+", "ab", true)]
    [InlineData("[a[]+", "a[", true)]
    [InlineData("\\Qa.b\\E+", "a.bb", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("(?P<name>x)y", "xy", true)]
    [InlineData("\\pL+", "é", true)]
    [InlineData("\\x{e9}", "é", true)]
    [InlineData(".", "é", true)]
    public void Regex_Re2Pattern_MatchesTheWholeText(string pattern, string text, bool expected)
    {
        Assert.True(FullMatchRegex.TryCreate(pattern, out var regex, out var error), error);
        Assert.Equal(expected, regex!.IsMatch(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData("(?!a)b")]
    [InlineData("(?<=a)b")]
    [InlineData("(?>a)b")]
    [InlineData("(a)\\1")]
    [InlineData("a++")]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("a\\")]
    [InlineData("*a")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("/open)|(.*")]
    [InlineData("(?:a")]
    [InlineData("(?i)a)")]
    public void Regex_NotRe2_IsRefusedWithAReason(string pattern)
    {
        Assert.False(FullMatchRegex.TryCreate(pattern, out _, out var error));
        Assert.NotEqual("", error);
    }

    [Fact]
    public void Regex_LongerThan1024_IsRefused() =>
        Assert.False(FullMatchRegex.TryCreate(new string('a', 1025), out _, out _));

    [Theory]
    [InlineData("a=1&b=2", "b", "2")]
    [InlineData("a=1&a=2", "a", "1")]
    [InlineData("a", "a", "")]
    [InlineData("a=", "a", "")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("ab=1", "a", null)]
    [InlineData("", "a", null)]
    [InlineData("a%3D=1", "a%3D", "1")]
    public void QueryString_Name_GivesTheFirstRawValue(string query, string name, string? expected)
    {
        var found = QueryString.TryGet(Encoding.UTF8.GetBytes(query), Encoding.UTF8.GetBytes(name), out var value);
        Assert.Equal(expected is not null, found);
        Assert.Equal(expected ?? "", Encoding.UTF8.GetString(value));
    }

    [Theory]
    [InlineData("/a/{*}", "/a/b", true)]
    [InlineData("/a/{*}", "/a/b/c", false)]
    [InlineData("/a/{*}", "/a/", false)]
    [InlineData("/a/{*}/c", "/a/b/c", true)]
    [InlineData("/a/{**}", "/a/b/c", true)]
    [InlineData("/a/{**}", "/a/", true)]
    [InlineData("/a/{**}", "/a", false)]
    [InlineData("/{**}/z", "/a/b/z", true)]
    [InlineData("/{**}/z", "/z", false)]
    [InlineData("/{*}/b/{**}", "/a/b/c/d", true)]
    [InlineData("/{*}/b/{**}", "/a/x/c/d", false)]
    public void PathTemplate_Path_MatchesSegments(string template, string path, bool expected) =>
        Assert.Equal(expected, PathTemplate.Parse(template).IsMatch(Encoding.UTF8.GetBytes(path)));

    [Theory]
    [InlineData("example.com", "example.com", 80, true)]
    [InlineData("example.com:*", "example.com", 8080, true)]
    [InlineData("example.com:443", "example.com", 443, true)]
    [InlineData("example.com:443", "example.com", 80, false)]
    [InlineData("EXAMPLE.com.", "example.com", 80, true)]
    [InlineData("*.example.com", "a.b.example.com", 80, true)]
    [InlineData("*.example.com", "example.com", 80, false)]
    [InlineData("api.*", "api.example.com", 80, true)]
    [InlineData("*", "anything", 80, true)]
    [InlineData("[::1]:80", "::1", 80, true)]
    [InlineData("::1", "::1", 80, true)]
    public void HostMatch_Pattern_MatchesNormalisedHostAndPort(string pattern, string host, int port, bool expected) =>
        Assert.Equal(expected, HostMatch.Parse(pattern).IsMatch(Encoding.UTF8.GetBytes(host), port));
}
