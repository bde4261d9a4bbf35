using CsCheck;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tests.Matching;

public sealed class PathSubstitutionTests
{
    private static PathSubstitution Create(string pattern, string replacement) =>
        PathSubstitution.TryCreate(pattern, replacement, out var substitution, out var error) ? substitution! : throw new ArgumentException(error);

    [Theory]
    // Envoy's own examples of regex_rewrite.
    [InlineData("^/service/([^/]+)(/.*)$", @"\2/instance/\1", "/service/foo/v1/api", "/v1/api/instance/foo")]
    [InlineData("one", "two", "/xxx/one/yyy/one/zzz", "/xxx/two/yyy/two/zzz")]
    [InlineData("^(.*?)one(.*)$", @"\1two\2", "/xxx/one/yyy/one/zzz", "/xxx/two/yyy/one/zzz")]
    [InlineData("(?i)/xxx/", "/yyy/", "/aaa/XxX/bbb", "/aaa/yyy/bbb")]
    // RE2's way with groups and empty matches.
    [InlineData("(?P<first>a)(b)(?P<third>c)", @"\3\2\1", "/abc", "/cba")]
    [InlineData("(?:a)(b)", @"\1", "/ab", "/b")]
    [InlineData("[(]x(y)", @"\1", "/(xy", "/y")]
    [InlineData("b+", @"[\0]", "/abba", "/a[bb]a")]
    [InlineData("a", @"\\", "/a", "/\\")]
    [InlineData("x*", "-", "/axb", "-/-a-b-")]
    // What it makes is a path.
    [InlineData("^/", "x", "/a", "/xa")]
    [InlineData(".*", "", "/a", "/")]
    [InlineData("nothing", "/x", "/a", "/a")]
    public void Apply_Path_IsWhatRe2Makes(string pattern, string replacement, string path, string result) =>
        Assert.Equal(result.StartsWith('/') ? result : "/" + result, Create(pattern, replacement).Apply(path));

    [Theory]
    [InlineData("(?=x)", "/y")]
    [InlineData("(", "/y")]
    [InlineData("a(b)", @"/\2")]
    [InlineData("a", @"/\")]
    [InlineData("a", @"/\x")]
    [InlineData("a", "/b c")]
    [InlineData("a", "/b\r\nx")]
    [InlineData("a", "/b#c")]
    public void TryCreate_WhatRe2OrAPathDoesNotHave_IsRefused(string pattern, string replacement)
    {
        Assert.False(PathSubstitution.TryCreate(pattern, replacement, out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Apply_ResultAtTheBound_IsKeptAndOneMoreIsRefused()
    {
        var twice = Create("a", "bb");
        Assert.Equal(PathSubstitution.MaxResult, twice.Apply("/b" + new string('a', PathSubstitution.MaxResult / 2 - 1))!.Length);
        Assert.Null(twice.Apply("/bb" + new string('a', PathSubstitution.MaxResult / 2 - 1)));
        Assert.Null(Create("a", new string('b', 1000)).Apply("/" + new string('a', 30_000)));
    }

    [Fact]
    public void Apply_LiteralPattern_IsTextReplaced() =>
        Gen.Select(Gen.String[Gen.Char["/ab"], 1, 20], Gen.String[Gen.Char["ab"], 1, 3]).Sample((path, literal) =>
            Create(literal, "/c").Apply("/" + path) == ("/" + path).Replace(literal, "/c", StringComparison.Ordinal));
}
