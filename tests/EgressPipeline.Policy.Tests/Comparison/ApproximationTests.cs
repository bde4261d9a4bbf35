using EgressPipeline.Policy.Comparison;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>What is analysed exactly, what is not, and that the latter is always reported and says so.</summary>
public sealed class ApproximationTests
{
    private static readonly string Api = TestPolicies.Service("api.test", "80 HTTP");

    [Fact]
    public void Compare_WiderRegularExpression_IsExact()
    {
        var comparison = Comparing.Compare(Api + Regex("/v[0-9]/.*"), Api + Regex("/v[0-9]+/.*"));

        Assert.Equal(["Http api.test:80 paths regex /v[0-9]+/.* except regex /v[0-9]/.*"], comparison.Wider());
        Assert.Null(comparison.Wider[0].Approximation);
        Assert.Matches("^/v[0-9]{2,}/$", comparison.Wider[0].Example!.Path);
    }

    [Fact]
    public void Compare_RegularExpressionsThatMeanTheSame_FindsNothing() =>
        Assert.False(Comparing.Compare(Api + Regex("/(a|b)/[0-9][0-9]*"), Api + Regex("^(/a/\\d+|/b/\\d+)$")).MayDiffer);

    [Fact]
    public void Compare_RegularExpressionBeyondAnalysis_IsReportedAsApproximate()
    {
        var comparison = Comparing.Compare(Api + Regex("/a\\b.*"), Api + Regex("/a\\b.*x"));

        Assert.Contains(comparison.Narrower, change => change.Approximation is not null);
        Assert.All(comparison.Narrower.Concat(comparison.Wider), change => Assert.NotNull(change.Approximation));
        Assert.True(comparison.MayBeWider);
        Assert.Contains(comparison.Narrower, change => change.Region.Covers((TestCall.Http("api.test") with { Path = "/a/b" }).Facts()));
    }

    [Fact]
    public void Compare_SameRegularExpressionBeyondAnalysis_FindsNothing() => Assert.False(Comparing.Compare(Api + Regex("/a\\b.*"), Api + Regex("/a\\b.*")).MayDiffer);

    [Fact]
    public void Compare_AuthorityRegexBelowAWildcard_TellsNamesApart()
    {
        var service = TestPolicies.Service("*.a.test", "80 HTTP");
        var comparison = Comparing.Compare(service + Authority("x[0-9]\\..*"), service + Authority("x[0-9]+\\..*"));

        Assert.Equal(["Http *.a.test:80 host regex x[0-9]+\\..* except regex x[0-9]\\..*"], comparison.Wider());
        Assert.Matches(@"^x[0-9]{2,}\.", comparison.Wider[0].Example!.Host);
    }

    [Fact]
    public void Compare_MoreTextsThanAllowed_IsNotCompared()
    {
        var comparison = PlanComparer.Compare(TestPolicies.Plan(Api), TestPolicies.Plan(Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {paths: [/abcdef]}}]")), ComparisonOptions.Default with { MaxTextStates = 3 });

        var calls = Assert.Single(comparison.Uncompared);
        Assert.Contains("paths", calls.Reason, StringComparison.Ordinal);
        Assert.True(calls.Region!.Covers(TestCall.Http("api.test").Facts()));
        Assert.True(comparison.MayBeWider);
    }

    [Fact]
    public void Compare_MoreBoxesThanAllowed_IsNotCompared()
    {
        var old = TestPolicies.Plan(Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {paths: [/a]}}, {operation: {methods: [GET]}}]\n  from: [{source: {namespaces: [a]}}, {source: {principals: [b]}}]"));
        var next = TestPolicies.Plan(Api + TestPolicies.Policy("ALLOW", "- to: [{operation: {paths: [/a]}}]"));

        Assert.NotEmpty(PlanComparer.Compare(old, next, ComparisonOptions.Default with { MaxBoxes = 2 }).Uncompared);
        Assert.Empty(PlanComparer.Compare(old, next, ComparisonOptions.Default).Uncompared);
    }

    [Fact]
    public void Compare_MoreHostsThanAllowed_IsNotCompared()
    {
        var (old, next) = (TestPolicies.Plan(Api), TestPolicies.Plan(Api + TestPolicies.Service("b.test", "80 HTTP")));

        // Two names, the empty beginning with the empty ending.
        Assert.Null(Assert.Single(PlanComparer.Compare(old, next, ComparisonOptions.Default with { MaxHostClasses = 2 }).Uncompared).Region);
        Assert.Empty(PlanComparer.Compare(old, next, ComparisonOptions.Default with { MaxHostClasses = 3 }).Uncompared);
    }

    private static string Regex(string pattern) => TestPolicies.VirtualService("api.test", "http:\n- match: [{uri: {regex: '" + pattern + "'}}]\n  route: [{destination: {host: api.test}}]");

    private static string Authority(string pattern) => TestPolicies.VirtualService("*.a.test", "http:\n- match: [{authority: {regex: '" + pattern + "'}}]\n  route: [{destination: {host: '*.a.test'}}]");
}
