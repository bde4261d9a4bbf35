using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Compilation;

/// <summary>A VirtualService that another team exports to everybody, and destinations that it keeps to itself.</summary>
public sealed class ForeignRouteTests
{
    private const string Policies = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: inner, namespace: payments}
        spec:
          exportTo: ['.']
          hosts: [inner.example.com]
          resolution: STATIC
          ports: [{number: 80, name: http, protocol: HTTP}]
          endpoints: [{address: 192.0.2.1}]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: outer, namespace: payments}
        spec:
          hosts: [outer.example.com]
          resolution: STATIC
          ports: [{number: 80, name: http, protocol: HTTP}]
          endpoints: [{address: 192.0.2.2}]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: outer, namespace: payments}
        spec:
          hosts: [outer.example.com]
          http:
          - match: [{uri: {prefix: /inner}}]
            route: [{destination: {host: inner.example.com}}]
          - route: [{destination: {host: outer.example.com}}]
        """;

    [Fact]
    public void ForAnotherNamespace_TheSetLoads_AndTheHiddenDestinationHasNoEndpoints()
    {
        var result = Compile(Policies, "shop");

        Assert.Equal((CompilationDiagnostics.LeadsNowhereHere.Id, Severity.Warning), (Assert.Single(result.Diagnostics).Id, result.Diagnostics[0].Severity));
        Assert.Contains("VirtualService/payments/outer routes calls to 'inner.example.com'", result.Diagnostics[0].Message, StringComparison.Ordinal);
        var routes = Assert.Single(result.Plan!.Hosts).HttpRoutes!;
        Assert.Equal(("outbound|0||inner.example.com", 0), Cluster(routes[0]));
        Assert.Equal(("outbound|80||outer.example.com", 1), Cluster(routes[1]));
    }

    [Fact]
    public void ForItsOwnNamespace_EverythingIsSeen()
    {
        var result = Compile(Policies, "payments");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(("outbound|80||inner.example.com", 1), Cluster(result.Plan!.Hosts.Single(host => host.Pattern == "outer.example.com").HttpRoutes![0]));
    }

    [Theory]
    [InlineData("{host: outer.example.com, port: {number: 81}}")]
    [InlineData("{host: outer.example.com, subset: v2}")]
    public void PortOrSubsetThatIsNotSeen_IsAWarningForOthers(string destination)
    {
        const string hidden = """

            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: more, namespace: payments}
            spec:
              exportTo: ['.']
              hosts: [outer.example.com]
              resolution: STATIC
              ports: [{number: 81, name: more, protocol: HTTP}]
              endpoints: [{address: 192.0.2.2}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: outer, namespace: payments}
            spec:
              exportTo: ['.']
              host: outer.example.com
              subsets: [{name: v2}]
            """;
        var policies = Policies.Replace("{host: outer.example.com}", destination, StringComparison.Ordinal) + hidden;

        Assert.Contains(Compile(policies, "shop").Diagnostics, found => found.Id == CompilationDiagnostics.LeadsNowhereHere.Id && found.Message.Contains("outer.example.com'", StringComparison.Ordinal));
        Assert.NotNull(Compile(policies, "shop").Plan);
        Assert.DoesNotContain(Compile(policies, "payments").Diagnostics, found => found.Severity == Severity.Error);
    }

    private static (string Name, int Endpoints) Cluster(HttpRoutePlan route) => (route.Destinations[0].Cluster.Name, route.Destinations[0].Cluster.Endpoints.Length);

    private static CompilationResult Compile(string yaml, string ns) =>
        PolicyCompiler.Compile([new PolicyFile("policy.yaml", yaml)], new WorkloadContext(ns, new Dictionary<string, string>(), UnregisteredMode.Deny));
}
