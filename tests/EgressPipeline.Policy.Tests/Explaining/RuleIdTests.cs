using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Policy.Tests.Explaining;

public sealed class RuleIdTests
{
    private const string Id = "AuthorizationPolicy/shop/no-deletes#rules[1]";

    [Theory]
    [InlineData(Id)]
    [InlineData("AuthorizationPolicy/shop/no-deletes")]
    [InlineData("shop/no-deletes#rules[1]")]
    [InlineData("no-deletes#rules[1]")]
    [InlineData("no-deletes")]
    public void ShortForm_MeansTheRule(string written) => Assert.True(RuleId.IsMeant(Id, written));

    [Theory]
    [InlineData("no-deletes#rules[0]")]
    [InlineData("deletes")]
    [InlineData("other/no-deletes")]
    [InlineData("no-delete")]
    [InlineData("#rules[1]")]
    [InlineData("")]
    public void AnotherName_DoesNot(string written) => Assert.False(RuleId.IsMeant(Id, written));
}
