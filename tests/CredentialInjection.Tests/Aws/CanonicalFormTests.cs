using System.Text;
using CredentialInjection.Aws;
using CredentialInjection.Bytes;
using CsCheck;

namespace CredentialInjection.Tests.Aws;

public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("/a/b/..", "/a")]
    [InlineData("/a/b/../", "/a/")]
    [InlineData("/../../a", "/a")]
    [InlineData("/a%20b", "/a%2520b")]
    [InlineData("/.a/..b", "/.a/..b")]
    public void Path_OfOtherServices_IsNormalizedAndEncodedAgain(string path, string expected) => Assert.Equal(expected, Path(path, PathForm.Normalized));

    [Theory]
    [InlineData("/a//b/../c/.", "/a//b/../c/.")]
    [InlineData("/a%20b(1)", "/a%20b%281%29")]
    [InlineData("/%e2%82%ac", "/%E2%82%AC")]
    [InlineData("/100%", "/100%25")]
    [InlineData("/%zz%4", "/%25zz%254")]
    public void Path_OfObjects_KeepsSegmentsAndIsEncodedOnce(string path, string expected) => Assert.Equal(expected, Path(path, PathForm.ObjectKey));

    [Theory]
    [InlineData("b=2&a=1", "a=1&b=2")]
    [InlineData("a=2&a=10&a=1", "a=1&a=10&a=2")]
    [InlineData("a", "a=")]
    [InlineData("&&a=1&", "a=1")]
    [InlineData("=x", "=x")]
    [InlineData("a=b=c", "a=b%3Dc")]
    [InlineData("q=a+b%2Bc", "q=a%20b%2Bc")]
    [InlineData("a=%7e%41", "a=~A")]
    public void Query_AsSent_IsDecodedEncodedAndOrdered(string query, string expected) => Assert.Equal(expected, Query(query));

    [Fact]
    public void Query_AnyOrder_GivesTheSameText() => Gen.String[Gen.Char['a', 'd'], 0, 3].Array[0, 12].Sample(names =>
    {
        var parameters = names.Select((name, i) => $"{name}={i % 3}").ToArray();
        Assert.Equal(Query(string.Join('&', parameters)), Query(string.Join('&', parameters.Reverse())));
    });

    [Fact]
    public void Query_CanonicalForm_IsAFixedPoint() => Gen.String[Gen.Char[' ', '~'], 0, 40].Sample(query =>
    {
        var once = Query(query);
        Assert.Equal(once, Query(once));
    });

    [Fact]
    public void Query_ThousandsOfParameters_AreOrderedInTime()
    {
        var many = string.Join('&', Enumerable.Range(0, 4096).Select(i => (char)('a' + (i * 7 % 26))));
        Assert.Equal(string.Join('&', many.Split('&').Order(StringComparer.Ordinal).Select(name => name + "=")), Query(many));
    }

    [Fact]
    public void Headers_CaseSpacesAndRepeats_BecomeOneLineEach()
    {
        var headers = new CanonicalHeaders(5);
        headers.Add("X-B"u8, "  two   words\t x "u8);
        headers.Add("host"u8, "h"u8);
        headers.Add("x-B"u8, ""u8);
        headers.Add("X-a"u8, " "u8);
        headers.Add("x-b"u8, "1"u8);
        headers.Sort();
        var lines = new PooledBuffer(16);
        var names = new PooledBuffer(16);
        headers.WriteLines(ref lines);
        headers.WriteNames(ref names);

        Assert.Equal("host:h\nx-a:\nx-b:two words x,,1\n", Encoding.ASCII.GetString(lines.Written));
        Assert.Equal("host;x-a;x-b", Encoding.ASCII.GetString(names.Written));
    }

    private static string Path(string path, PathForm form)
    {
        var target = new PooledBuffer(16);
        CanonicalPath.Write(Encoding.ASCII.GetBytes(path), form, ref target);
        return Encoding.ASCII.GetString(target.Written);
    }

    private static string Query(string query)
    {
        var target = new PooledBuffer(16);
        CanonicalQuery.Write(Encoding.ASCII.GetBytes(query), ref target);
        return Encoding.ASCII.GetString(target.Written);
    }
}
