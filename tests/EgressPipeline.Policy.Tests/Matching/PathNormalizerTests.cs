using System.Text;
using System.Text.Json;
using CsCheck;
using EgressPipeline.Policy.Matching;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Matching;

public sealed class PathNormalizerTests
{
    private static readonly string[] Pieces = ["/", "a", ".", "..", "%2e", "\\", "%2F", "b", "//"];

    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a//b/", "/a//b/")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/b/.", "/a/b/")]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/.hidden", "/.hidden")]
    [InlineData("/%61dmin", "/admin")]
    [InlineData("/%7Euser", "/~user")]
    [InlineData("/a%2Fb", "/a%2Fb")]
    [InlineData("/a%252e", "/a%252e")]
    [InlineData("\\admin\\x", "/admin/x")]
    [InlineData("/a/%2e%2e\\b", "/b")]
    [InlineData("*", "*")]
    [InlineData("", "")]
    public void Normalize_Path_FollowsBaseRules(string path, string expected) => Assert.Equal(expected, Normalize(path));

    [Fact]
    public void Normalize_NothingToDo_ReturnsTheInputItself()
    {
        var path = "/v1/items"u8;
        Assert.True(PathNormalizer.Normalize(path, default) == path);
    }

    [Fact]
    public void Normalize_EnvoyCases_Agree()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var document = JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/envoy-behaviour.json")));
        var cases = document.RootElement.GetProperty("pathNormalize");
        foreach (var pair in cases.GetProperty("pairs").EnumerateArray())
            Assert.Equal(pair[1].GetString(), Normalize(pair[0].GetString()!));
        foreach (var invalid in cases.GetProperty("invalid").EnumerateArray())
            Assert.False(PathNormalizer.IsAcceptable(Encoding.UTF8.GetBytes(invalid.GetString()!)), invalid.GetString());
    }

    [Fact]
    public void Normalize_AnyPath_IsIdempotentAndKeepsNoDotSegment() => Check.Sample(
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 12],
        parts =>
        {
            var once = Normalize("/" + string.Concat(parts));
            Assert.Equal(once, Normalize(once));
            Assert.DoesNotContain("/../", once + "/", StringComparison.Ordinal);
            Assert.DoesNotContain("/./", once + "/", StringComparison.Ordinal);
        }, iter: 5_000);

    private static string Normalize(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        return Encoding.UTF8.GetString(PathNormalizer.Normalize(bytes, new byte[bytes.Length + 1]));
    }
}
