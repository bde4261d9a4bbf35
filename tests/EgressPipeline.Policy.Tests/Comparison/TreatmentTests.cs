using EgressPipeline.Policy.Tests.Compilation;

namespace EgressPipeline.Policy.Tests.Comparison;

public sealed class TreatmentTests
{
    private static readonly string Api = TestPolicies.Service("api.test", "80 HTTP") + TestPolicies.Service("b.test", "80 HTTP");

    [Fact]
    public void Compare_TimeoutOfOneRoute_IsToldForItsPathsOnly()
    {
        var comparison = Comparing.Compare(Api + Routes("5s"), Api + Routes("7s"));

        Assert.Equal(["Http api.test:80 paths /v1/* except /v1/fast: timeout 5s -> 7s"], comparison.Changed());
        Assert.Equal("VirtualService/default/vs#http[1]", comparison.Changed[0].NewRules[0].Id);
        Assert.False(comparison.MayBeWider);
        Assert.True(comparison.MayDiffer);
    }

    [Fact]
    public void Compare_ReorderedRoutesThatOverlap_AreToldWhereTheyOverlap()
    {
        const string first = "- match: [{uri: {prefix: /v1}}]\n  route: [{destination: {host: api.test}}]\n";
        const string second = "- match: [{method: {exact: GET}}]\n  route: [{destination: {host: b.test}}]\n";
        const string rest = "- route: [{destination: {host: api.test}}]\n  timeout: 3s";
        var comparison = Comparing.Compare(Api + TestPolicies.VirtualService("api.test", "http:\n" + first + second + rest), Api + TestPolicies.VirtualService("api.test", "http:\n" + second + first + rest));

        Assert.Equal(["Http api.test:80 methods GET; paths /v1*"], comparison.Changed.Select(change => Comparing.Line(change.Region)));
        Assert.Contains(comparison.Changed[0].Aspects, aspect => aspect is { Name: "goes to", Old: "outbound|80||api.test", New: "outbound|80||b.test" });
    }

    [Fact]
    public void Compare_ReorderedRoutesThatDoNotOverlap_FindsNothing()
    {
        const string first = "- match: [{uri: {exact: /a}}]\n  route: [{destination: {host: api.test}}]\n";
        const string second = "- match: [{uri: {exact: /b}}]\n  route: [{destination: {host: b.test}}]\n";

        Assert.False(Comparing.Compare(Api + TestPolicies.VirtualService("api.test", "http:\n" + first + second), Api + TestPolicies.VirtualService("api.test", "http:\n" + second + first)).MayDiffer);
    }

    [Fact]
    public void Compare_TlsTurnedOff_IsToldForEveryHostOfTheRule()
    {
        var services = TestPolicies.Service("x.a.test", "80 HTTP") + TestPolicies.Service("y.a.test", "80 HTTP");
        var comparison = Comparing.Compare(
            services + TestPolicies.DestinationRule("*.a.test", "trafficPolicy: {tls: {mode: SIMPLE}}"),
            services + TestPolicies.DestinationRule("*.a.test", "trafficPolicy: {tls: {mode: DISABLE}}"));

        Assert.Equal(["Http|Connect x.a.test,y.a.test:80: TLS SIMPLE, server name of the called host -> none"], comparison.Changed());
        Assert.Equal("DestinationRule/default/dr", comparison.Changed[0].OldRules.Single().Id);
    }

    [Fact]
    public void Compare_ChangeThatOnlyRefusedCallsWouldSee_FindsNothing()
    {
        var deny = TestPolicies.Policy("DENY", "- to: [{operation: {ports: ['80'], paths: ['/v1/*']}}]");

        Assert.Empty(Comparing.Compare(Api + deny + Routes("5s"), Api + deny + Routes("7s")).Changed());
    }

    [Fact]
    public void Compare_SameSharesWrittenDifferently_FindsNothing() => Assert.False(Comparing.Compare(Api + Split(1, 3), Api + Split(25, 75)).MayDiffer);

    [Fact]
    public void Compare_OtherShares_AreTold()
    {
        var comparison = Comparing.Compare(Api + Split(1, 3), Api + Split(1, 1));

        Assert.Contains("outbound|80||api.test 25 %, outbound|80||b.test 75 % -> outbound|80||api.test 50 %, outbound|80||b.test 50 %", comparison.Changed().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_RouteAddedThatDoesWhatHappensAnyway_FindsNothing() =>
        Assert.False(Comparing.Compare(Api, Api + TestPolicies.VirtualService("api.test", "http:\n- route: [{destination: {host: api.test}}]")).MayDiffer);

    [Fact]
    public void Compare_RewriteOfAnotherPrefix_IsTold()
    {
        var comparison = Comparing.Compare(Api + Rewrite("/a"), Api + Rewrite("/a/b"));

        Assert.Equal("path sent /x instead of /a -> /x instead of /a/b", comparison.Changed().Single(line => line.Contains("paths /a/b*:", StringComparison.Ordinal)).Split(": ")[1]);
        Assert.Equal(["Http api.test:80 paths /a* except /a/b*"], comparison.Narrower());
    }

    [Fact]
    public void Compare_AuditRuleAdded_IsToldOfCallsThatAreAllowed()
    {
        var comparison = Comparing.Compare(Api, Api + TestPolicies.Policy("AUDIT", "- to: [{operation: {hosts: [b.test], methods: [DELETE]}}]"));

        Assert.Equal(["Http b.test:80 methods DELETE: noted by an AUDIT rule no -> yes"], comparison.Changed());
    }

    [Fact]
    public void Compare_FilterTakenAway_IsToldOfItsHostsOnly()
    {
        var comparison = Comparing.Compare(Api + Filter("hosts: [b.test]", "key: 1"), Api);

        Assert.Matches("^Http b.test:80: filters default/check \\(guard, configuration [0-9a-f]{12}\\) -> $", Assert.Single(comparison.Changed()));
    }

    [Fact]
    public void Compare_FilterWithOtherConfiguration_IsToldWithoutItsValues()
    {
        var comparison = Comparing.Compare(Api + Filter("hosts: ['*.test']", "key: secret"), Api + Filter("hosts: ['*.test']", "key: other"));

        var aspect = Assert.Single(Assert.Single(comparison.Changed).Aspects);
        Assert.NotEqual(aspect.Old, aspect.New);
        Assert.DoesNotContain("secret", aspect.Old, StringComparison.Ordinal);
    }

    private static string Routes(string timeout) => TestPolicies.VirtualService("api.test", $$$"""
        http:
        - match: [{uri: {exact: /v1/fast}}]
          route: [{destination: {host: api.test}}]
          timeout: 1s
        - match: [{uri: {prefix: /v1/}}]
          route: [{destination: {host: api.test}}]
          timeout: {{{timeout}}}
        - route: [{destination: {host: api.test}}]
        """);

    private static string Split(int first, int second) =>
        TestPolicies.VirtualService("api.test", "http:\n- route:\n  - {destination: {host: api.test}, weight: " + first + "}\n  - {destination: {host: b.test}, weight: " + second + "}");

    private static string Rewrite(string prefix) =>
        TestPolicies.VirtualService("api.test", "http:\n- match: [{uri: {prefix: " + prefix + "}}]\n  rewrite: {uri: /x}\n  route: [{destination: {host: api.test}}]");

    private static string Filter(string target, string config) => $$"""
        ---
        apiVersion: egresspipeline.dev/v1
        kind: FilterBinding
        metadata: { name: check, namespace: default }
        spec:
          filter: guard
          {{target}}
          config: { {{config}} }

        """;
}
