using CsCheck;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Tests.Text;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("hostz", "hosts")]
    [InlineData("host", "hosts")]
    [InlineData("hsots", "hosts")]
    [InlineData("Endpoints", "endpoints")]
    [InlineData("endpoint", "endpoints")]
    public void Suggest_NearMiss_NamesTheField(string written, string meant) =>
        Assert.Equal($"; did you mean '{meant}'?", Spelling.Suggest(written, ["hosts", "endpoints", "exportTo"]));

    [Theory]
    [InlineData("gateways")]
    [InlineData("")]
    public void Suggest_NothingNear_IsSilent(string written) =>
        Assert.Equal("", Spelling.Suggest(written, ["hosts", "endpoints", "exportTo"]));

    [Fact]
    public void Distance_AnyTexts_IsSymmetricAndBounded() =>
        Gen.Select(Gen.String[Gen.Char['a', 'd'], 0, 8], Gen.String[Gen.Char['a', 'd'], 0, 8]).Sample((a, b) =>
        {
            var distance = Spelling.Distance(a, b);
            Assert.Equal(distance, Spelling.Distance(b, a));
            Assert.InRange(distance, Math.Abs(a.Length - b.Length), Math.Max(a.Length, b.Length));
            Assert.Equal(a == b, distance == 0);
        }, iter: 1000);
}
