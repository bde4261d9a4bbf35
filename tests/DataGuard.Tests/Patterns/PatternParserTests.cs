using CsCheck;
using DataGuard.Patterns;

namespace DataGuard.Tests.Patterns;

public sealed class PatternParserTests
{
    [Theory]
    [InlineData("a*", "upper bound")]
    [InlineData("a+", "upper bound")]
    [InlineData("a{2,}", "upper bound")]
    [InlineData("a{3,2}", "in order")]
    [InlineData("a{0}", "at least 1")]
    [InlineData("a{1,1001}", "1000")]
    [InlineData("a{x}", "{3} or {1,64}")]
    [InlineData("a{1", "no '}'")]
    [InlineData("a?", "empty text")]
    [InlineData("", "empty text")]
    [InlineData("a|", "empty text")]
    [InlineData("\\b", "empty text")]
    [InlineData("a??", "lazy")]
    [InlineData("a{2}{2}", "another one")]
    [InlineData("?a", "nothing before")]
    [InlineData("(a", "no ')'")]
    [InlineData("a)", "no '('")]
    [InlineData("[a", "no ']'")]
    [InlineData("[b-a]", "range")]
    [InlineData("[ä]", "ASCII")]
    [InlineData("^a", "'^'")]
    [InlineData("a$", "'$'")]
    [InlineData("(?=a)b", "look-around")]
    [InlineData("(?<n>a)", "names")]
    [InlineData("(?i)a", "inline")]
    [InlineData("a\\bb", "very end")]
    [InlineData("\\p{L}", "\\p")]
    [InlineData("\\1", "\\1")]
    [InlineData("a\\", "backslash")]
    [InlineData("\\xg0", "hexadecimal")]
    [InlineData("\\ba|b", "group")]
    [InlineData("[^\\s\\S]", "nothing through")]
    [InlineData("a{1000}b{1000}", "1024")]
    [InlineData("[ab][ab]{0,1}a[ab]{20}", "too many states")]
    public void Pattern_ThatCannotBeUsed_IsRefusedWithAReason(string pattern, string reason) =>
        Assert.Contains(reason, Assert.Throws<PatternException>(() => PatternDetector.Of(pattern, ignoreCase: false)).Message);

    [Fact]
    public void Pattern_NestedTooDeep_IsRefused() =>
        Assert.Contains("nested", Assert.Throws<PatternException>(() => PatternDetector.Of(new string('(', 100_000) + "a", ignoreCase: false)).Message);

    [Fact]
    public void Pattern_AnyText_IsTakenOrRefusedInTime() =>
        Gen.Char["ab1\\-[](){}|?*+.,^$:xdwbé"].Array[0, 24].Sample(
            static characters =>
            {
                try
                {
                    PatternDetector.Of(new string(characters), ignoreCase: true);
                }
                catch (PatternException refusal)
                {
                    Assert.NotEmpty(refusal.Message);
                }
            },
            iter: 5000);
}
