using EgressPipeline.Policy.Comparison.Classes;

namespace EgressPipeline.Policy.Tests.Comparison;

public sealed class TermWriterTests
{
    // Kinds: 0 other, 1 GET, 2 POST, 3 below /v1/, 4 /v1/admin, 5 below /v1/admin/.
    private static readonly string[] Texts = ["GET", "POST", "/v1/*", "/v1/admin", "/v1/admin/*"];
    private static readonly BitSet[] Matching = [Set(1), Set(2), Set(3, 4, 5), Set(4), Set(5)];

    [Theory]
    [InlineData("0 1 2 3 4 5", "")]
    [InlineData("1 2", "GET, POST")]
    [InlineData("3 4 5", "/v1/*")]
    [InlineData("0 2 3 4 5", "any except GET")]
    [InlineData("3 4", "/v1/* except /v1/admin/*")]
    [InlineData("1 3", "GET, /v1/* except /v1/admin, /v1/admin/*")]
    [InlineData("0", "any except /v1/*, GET, POST")]
    public void Write_SetOfKinds_SaysItInPatterns(string kinds, string expected)
    {
        var set = Set([.. kinds.Split(' ').Select(int.Parse)]);

        Assert.Equal(expected, string.Join(", ", TermWriter.Write(set, Texts, Matching, kind => "example" + kind)));
    }

    [Fact]
    public void Write_KindThatNoPatternSingles_IsNamedByAnExample()
    {
        // Two patterns that overlap: what both match is neither.
        string[] texts = ["a*", "*b"];
        BitSet[] matching = [BitSet.Of(4, k => k is 1 or 3), BitSet.Of(4, k => k is 2 or 3)];

        Assert.Equal("values like ab", Assert.Single(TermWriter.Write(BitSet.Of(4, k => k == 3), texts, matching, _ => "ab")).ToString());
        Assert.Equal("a* except *b", Assert.Single(TermWriter.Write(BitSet.Of(4, k => k == 1), texts, matching, _ => "a")).ToString());
    }

    private static BitSet Set(params int[] members) => BitSet.Of(6, members.Contains);
}
