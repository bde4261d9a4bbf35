using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class DelegateTests
{
    private const string To = "route: [{destination: {host: a.test, port: {number: 80}}}]";
    private static readonly string Declared = TestPolicies.Service("a.test", "80 HTTP") + TestPolicies.Service("b.test", "80 HTTP");

    private static string Root(string rules) => TestPolicies.VirtualService("a.test", "http:\n" + rules);

    private static string Delegate(string rules, string name = "leaf", string ns = "default", string more = "") => $$"""
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: {{name}}, namespace: {{ns}}}
        spec:
          {{more}}
          http:
        {{string.Join("\n", rules.Split('\n').Select(line => "  " + line))}}

        """;

    private static HttpRoutePlan[] Routes(params string[] files) => TestPolicies.Plan(Declared + string.Concat(files)).Hosts.Single(h => h.Pattern == "a.test").HttpRoutes!;

    private static string[] Findings(params string[] files) =>
        [.. TestPolicies.Compile(null, Declared + string.Concat(files)).Diagnostics.Where(d => d.Id == "EGP0425").Select(d => d.Message)];

    [Fact]
    public void Compile_Delegate_TakesThePlaceOfTheRule()
    {
        var routes = Routes(
            Root($"- match: [{{uri: {{prefix: /v1/}}}}]\n  delegate: {{name: leaf}}\n- {To}"),
            Delegate("- match: [{uri: {exact: /v1/items}}]\n  route: [{destination: {host: b.test}}]\n- route: [{destination: {host: a.test}}]"));

        Assert.Equal(["VirtualService/default/leaf#http[0]", "VirtualService/default/leaf#http[1]", "VirtualService/default/vs#http[1]"], routes.Select(r => r.Rule.Id));
        Assert.Equal("/v1/items", routes[0].Matches.Single().Uri!.Text);
        Assert.Equal("/v1/", routes[1].Matches.Single().Uri!.Text); // what the delegate does not say is the root's
        Assert.Equal("b.test", routes[0].Destinations.Single().Cluster.Host);
    }

    [Theory]
    [InlineData("/v1/items", "outbound|80||b.test")]
    [InlineData("/v1/other", "outbound|80||a.test")]
    [InlineData("/", "outbound|80||a.test")]
    public void Decide_Call_GoesWhereTheDelegateSays(string path, string cluster)
    {
        var plan = TestPolicies.Plan(Declared
            + Root($"- match: [{{uri: {{prefix: /v1/}}}}]\n  delegate: {{name: leaf}}\n- {To}")
            + Delegate("- match: [{uri: {exact: /v1/items}}]\n  route: [{destination: {host: b.test}}]"));

        Assert.Equal(cluster, (TestCall.Http("a.test") with { Path = path }).Target(plan));
    }

    [Fact]
    public void Compile_SettingsOfTheRoot_HoldWhereTheDelegateHasNone()
    {
        var routes = Routes(
            Root("- name: root\n  match: [{headers: {x: {exact: a}}, method: {exact: GET}}]\n  delegate: {name: leaf}\n  timeout: 5s\n  fault: {abort: {httpStatus: 503, percentage: {value: 1}}}"),
            Delegate($"- name: one\n  timeout: 1s\n  match: [{{uri: {{prefix: /one}}}}]\n  {To}\n- {To}"));

        Assert.Equal(["root-one", "root"], routes.Select(r => r.Name));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)], routes.Select(r => r.Timeout));
        Assert.All(routes, route => Assert.Equal(503, route.Fault!.Abort!.Status));
        Assert.All(routes, route => Assert.Equal("GET", route.Matches.Single().Method!.Text));
        Assert.All(routes, route => Assert.Equal("x", route.Matches.Single().Headers.Single().Name));
    }

    [Fact]
    public void Compile_AlternativesOfBoth_AreJoinedWhereTheyFit()
    {
        var routes = Routes(
            Root("- match: [{uri: {prefix: /a}}, {uri: {prefix: /b}}]\n  delegate: {name: leaf}"),
            Delegate($"- match: [{{uri: {{prefix: /a/x}}}}, {{method: {{exact: PUT}}}}]\n  {To}"));

        Assert.Equal(["/a/x ", "/a PUT", "/b PUT"], routes.Single().Matches.Select(m => m.Uri!.Text + " " + m.Method?.Text));
    }

    [Theory]
    [InlineData("uri: {prefix: /v1/}", "uri: {prefix: /v2/}")]
    [InlineData("uri: {exact: /v1}", "uri: {prefix: /v1}")]
    [InlineData("uri: {regex: '/v.*'}", "uri: {regex: '/v.*'}")]
    [InlineData("uri: {prefix: /v}", "uri: {regex: '/v.*'}")]
    [InlineData("port: 80", "port: 81")]
    [InlineData("headers: {x: {exact: a}}", "headers: {x: {exact: b}}")]
    [InlineData("ignoreUriCase: true", "uri: {prefix: /v}")]
    [InlineData("sourceLabels: {app: a}", "sourceLabels: {app: b}")]
    public void Compile_MatchOutsideOfTheRoots_IsALocatedError(string root, string leaf) =>
        Assert.Contains("that this rule does not", Assert.Single(Findings(
            Root($"- match: [{{{root}}}]\n  delegate: {{name: leaf}}"),
            Delegate($"- match: [{{{leaf}}}]\n  {To}"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("{name: nobody}", "no VirtualService is called 'default/nobody'")]
    [InlineData("{name: leaf, namespace: other}", "no VirtualService is called 'other/leaf'")]
    [InlineData("{name: vs}", "has hosts")]
    public void Compile_DelegateThatIsNone_IsAnError(string named, string message) =>
        Assert.Contains(message, Assert.Single(Findings(Root("- delegate: " + named), Delegate("- " + To))), StringComparison.Ordinal);

    [Theory]
    [InlineData("exportTo: ['.']", false)]
    [InlineData("exportTo: [default]", true)]
    [InlineData("exportTo: ['*']", true)]
    public void Compile_DelegateOfAnotherNamespace_MustBeExportedToTheRoots(string exportTo, bool isSeen) =>
        Assert.Equal(isSeen, Findings(Root("- delegate: {name: leaf, namespace: shop}"), Delegate("- " + To, ns: "shop", more: exportTo)).Length == 0);

    [Theory]
    [InlineData("routes: [{virtualService: vs}]")]
    [InlineData("routes: [{virtualService: vs, route: root}]")]
    [InlineData("routes: [{virtualService: leaf}]")]
    public void Compile_FilterBoundToTheRoot_RunsForTheDelegatesRules(string target)
    {
        var plan = TestPolicies.Plan(Declared + Root("- name: root\n  delegate: {name: leaf}") + Delegate("- " + To)
            + "---\napiVersion: egresspipeline.dev/v1\nkind: FilterBinding\nmetadata: {name: x, namespace: default}\nspec: {filter: guard, " + target + "}\n");

        Assert.Equal(["VirtualService/default/leaf#http[0]"], plan.FilterBindings.Single().Routes);
    }

    [Fact]
    public void Compile_RuleBehindADelegation_IsReachable() =>
        Assert.Empty(TestPolicies.Compile(null, Declared + Root($"- delegate: {{name: leaf}}\n- {To}") + Delegate($"- match: [{{uri: {{prefix: /v1}}}}]\n  {To}")).Diagnostics);
}
