using System.Text;
using CsCheck;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tests.Matching;

public sealed class Re2PrefixTests
{
    [Theory]
    [InlineData("/v1/items/[0-9]+", "/v1/items/")]
    [InlineData("^/v1/.*$", "/v1/")]
    [InlineData("/a\\.b\\-c", "/a.b-c")]
    [InlineData("/(a|b)/c", "/")]
    [InlineData("/a|/b", "")]
    [InlineData("[(]|b", "")]
    [InlineData("/a[|]", "")]
    [InlineData("\\Q|\\E", "")]
    [InlineData("ab*", "a")]
    [InlineData("ab?", "a")]
    [InlineData("ab{0,2}", "a")]
    [InlineData("ab+c", "ab")]
    [InlineData("\\dx", "")]
    [InlineData("(?i)abc", "")]
    [InlineData("a\\", "a")]
    [InlineData("é", "")]
    [InlineData("", "")]
    public void Of_Pattern_IsWhatEveryMatchBeginsWith(string pattern, string prefix) => Assert.Equal(prefix, Re2Prefix.Of(pattern));

    // Patterns and texts of few signs, so that many of them match.
    [Fact]
    public void IsMatch_WithThePrefixFirst_AgreesWithTheAutomatonAlone()
    {
        var piece = Gen.Int[0, 13].Select(i => new[] { "a", "b", "/", "\\.", ".", "[ab]", "(a|b)", "(a", ")", "|", "*", "+", "?", "^" }[i]);
        var text = Gen.Int[0, 3].Select(i => "ab/."[i]).Array[0, 6].Select(letters => new string(letters));
        var matched = 0;
        Check.Sample(Gen.Select(piece.Array[1, 7].Select(string.Concat), text.Array[20]), (pattern, texts) =>
        {
            if (!FullMatchRegex.TryCreate(pattern, out var regex, out _))
                return;
            foreach (var bytes in texts.Select(Encoding.UTF8.GetBytes))
            {
                var expected = regex!.IsMatchOfAll(bytes);
                Assert.True(expected == regex.IsMatch(bytes), $"{pattern} on {Encoding.UTF8.GetString(bytes)}");
                matched += expected ? 1 : 0;
            }
        }, iter: 3_000, threads: 1);
        Assert.True(matched > 500, $"only {matched} texts matched");
    }
}
