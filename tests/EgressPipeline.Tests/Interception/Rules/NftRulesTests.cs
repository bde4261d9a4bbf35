using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Tests.Interception.Rules;

public sealed class NftRulesTests
{
    [Theory]
    [InlineData("plain"), InlineData("everything"), InlineData("quic")]
    public void Script_Redirect_IsTheReviewedOne(string name) => RuleSets.IsGolden($"{name}.nft", NftRules.Script(RuleSets.Named(name)));

    [Theory]
    [InlineData("plain"), InlineData("everything")]
    public void Script_Tproxy_IsTheReviewedOne(string name) =>
        RuleSets.IsGolden($"{name}.tproxy.nft", NftRules.Script(RuleSets.Named(name) with { Mode = InterceptMode.Tproxy }));

    [Fact]
    public void Script_QuicAllowedOr443LeftAlone_RefusesNothing()
    {
        Assert.DoesNotContain("reject", NftRules.Script(RuleSets.Plain with { RefuseQuic = false }), StringComparison.Ordinal);
        Assert.DoesNotContain("reject", NftRules.Script(RuleSets.Plain with { ExcludePorts = [new(443, 443)] }), StringComparison.Ordinal);
        Assert.DoesNotContain("reject", NftRules.Script(RuleSets.Plain with { IncludePorts = [new(80, 80)] }), StringComparison.Ordinal);
    }
}
