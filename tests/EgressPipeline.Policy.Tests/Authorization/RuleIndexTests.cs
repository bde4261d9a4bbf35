using CsCheck;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Authorization.Selection;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Tests.Compilation;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Authorization;

public sealed class RuleIndexTests
{
    private static readonly RandomService[] Called =
        [.. Words.Hosts.Select(host => new RandomService(host, [(80, "HTTP"), (443, "TLS"), (9000, "TCP")], HasSubsets: false, SeenOnlyFrom: "", Yaml: ""))];

    // Few rules and a bound of 1, so that each kind of selector is used however few rules it concerns; and more rules than a word has bits.
    [Fact]
    public void FirstMatch_AnyRulesAndCall_IsThatOfReadingAll() => Check.Sample(
        Gen.Select(RandomAuthorization.Rule.Array[1, 80], RandomCall.To(Called).Array[30], Gen.OneOf(Gen.Const(1), Gen.Const(RuleIndex.Worthwhile))),
        (rules, calls, worthwhile) =>
        {
            if (TestPolicies.Compile(null, TestPolicies.Policy("ALLOW", string.Join("\n", rules.Select(rule => "- " + rule)))).Plan is not { } plan)
                return;
            var index = RuleIndex.Build(plan.Authorization.Allow, worthwhile);
            foreach (var call in calls)
            {
                AssertSame(plan.Authorization.Allow, index, call, Truth.Unknown);
                AssertSame(plan.Authorization.Allow, index, call, Truth.Yes);
            }
        }, iter: 600);

    [Theory]
    [InlineData("/v1/items", "/v1/")]
    [InlineData("/v1/", "/v1/")]
    [InlineData("/v1", "/v1")]
    [InlineData("//x", "//")]
    [InlineData("/", "/")]
    [InlineData("", "")]
    [InlineData("*", "*")]
    public void PathHead_OfAPath_EndsWithTheSecondSlash(string path, string head) =>
        Assert.Equal(head, System.Text.Encoding.UTF8.GetString(PathHead.Of(System.Text.Encoding.UTF8.GetBytes(path))));

    [Fact]
    public void KeyTable_ManyKeys_FindsEachAndNoOther()
    {
        var table = new KeyTable();
        byte[][] keys = [.. Enumerable.Range(0, 500).Select(i => System.Text.Encoding.UTF8.GetBytes("key" + i))];
        foreach (var key in keys.Concat(keys))
            table.Add(key);
        Assert.Equal(Enumerable.Range(1, 500), keys.Select(key => table.Find(key)));
        Assert.Equal(0, table.Find("Key1"u8));
        Assert.Equal(0, table.Find(""u8));
    }

    private static void AssertSame(AuthorizationRulePlan[] rules, RuleIndex index, TestCall call, Truth atLeast)
    {
        var facts = call.Facts();
        var expected = FirstOf(rules, facts, atLeast);
        var actual = index.FirstMatch(facts, atLeast);
        Assert.True(ReferenceEquals(expected, actual), $"{expected?.Rule} became {actual?.Rule} for {call}");
    }

    private static AuthorizationRulePlan? FirstOf(AuthorizationRulePlan[] rules, in CallFacts facts, Truth atLeast)
    {
        foreach (var rule in rules)
            if (rule.Evaluate(facts) >= atLeast)
                return rule;
        return null;
    }
}
