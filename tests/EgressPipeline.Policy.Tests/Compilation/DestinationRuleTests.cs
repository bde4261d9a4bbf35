using System.Text.RegularExpressions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class DestinationRuleTests
{
    private const string Host = "api.example.com";

    private const string Entry = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: apis, annotations: { egresspipeline.dev/allowed-cidrs: "10.9.0.0/16, fd00::/8" } }
        spec:
          hosts: [api.example.com]
          addresses: [10.1.1.0/24]
          ports:
          - { number: 80, name: http, protocol: HTTP, targetPort: 8080 }
          - { number: 443, name: tls, protocol: TLS }
          resolution: STATIC
          subjectAltNames: [from-entry]
          endpoints:
          - { address: 10.2.0.1, labels: { version: v1 }, weight: 3, locality: eu/west }
          - { address: 10.2.0.2, labels: { version: v2 }, ports: { http: 9090 } }

        """;

    private const string Routes = """
        http:
        - match: [{uri: {prefix: /v1}}]
          route: [{destination: {host: api.example.com, subset: v1, port: {number: 80}}}]
        - route: [{destination: {host: api.example.com, port: {number: 80}}}]
        """;

    [Fact]
    public void Endpoints_SubsetAndPorts_AreResolved()
    {
        var plan = Plan("subsets: [{name: v1, labels: {version: v1}}]");
        var all = Cluster(plan, "outbound|80||api.example.com");
        Assert.Equal(["10.2.0.1:8080*3", "10.2.0.2:9090*1"], all.Endpoints.Select(e => $"{e.Address}:{e.Port}*{e.Weight}"));
        Assert.Equal("eu/west", all.Endpoints[0].Locality);
        Assert.Equal(["10.2.0.1"], Cluster(plan, "outbound|80|v1|api.example.com").Endpoints.Select(e => e.Address));
        Assert.Equal("10.1.1.0/24,10.2.0.1/32,10.2.0.2/32,10.9.0.0/16,fd00::/8", all.AllowedRanges.ToString());
    }

    [Fact]
    public void Subset_Policy_ReplacesWholeBlocksOnly()
    {
        var plan = Plan("""
            trafficPolicy:
              loadBalancer: {simple: ROUND_ROBIN}
              connectionPool: {tcp: {maxConnections: 7}, http: {http1MaxPendingRequests: 5}}
              tls: {mode: SIMPLE, sni: outer}
            subsets:
            - name: v1
              labels: {version: v1}
              trafficPolicy:
                connectionPool: {tcp: {maxConnections: 9}}
            """);
        var subset = Cluster(plan, "outbound|80|v1|api.example.com");
        Assert.Equal(9, subset.Pool.MaxConnections);
        Assert.Equal(0, subset.Pool.MaxPendingRequests);
        Assert.Equal(LoadBalancing.RoundRobin, subset.LoadBalancing);
        Assert.Equal("outer", subset.Tls.Sni);
        Assert.Equal(7, Cluster(plan, "outbound|80||api.example.com").Pool.MaxConnections);
    }

    [Fact]
    public void PortLevel_Settings_ReplaceEverythingIncludingWhatTheyOmit()
    {
        var plan = Plan("""
            trafficPolicy:
              loadBalancer: {simple: RANDOM}
              outlierDetection: {consecutive5xxErrors: 3}
              portLevelSettings:
              - port: {number: 80}
                tls: {mode: SIMPLE}
            """);
        var cluster = Cluster(plan, "outbound|80||api.example.com");
        Assert.Equal(TlsMode.Simple, cluster.Tls.Mode);
        Assert.Equal(LoadBalancing.LeastRequest, cluster.LoadBalancing);
        Assert.Null(cluster.Outlier);
        var other = Cluster(plan, "outbound|443||api.example.com");
        Assert.Equal(LoadBalancing.Random, other.LoadBalancing);
        Assert.Equal(3, other.Outlier!.Consecutive5xx);
        Assert.Equal(TlsMode.Disable, other.Tls.Mode);
    }

    [Fact]
    public void Outlier_EveryField_IsInThePlan()
    {
        var outlier = Cluster(Plan("""
            trafficPolicy:
              outlierDetection:
                consecutiveErrors: 4
                consecutive5xxErrors: 6
                splitExternalLocalOriginErrors: true
                consecutiveLocalOriginFailures: 7
                interval: 1s
                baseEjectionTime: 2s
                maxEjectionPercent: 30
                minHealthPercent: 40
                outlierDetectionHttpErrorCodes: [503, 429, 503]
            """, "egresspipeline.dev/success-rate: 'minimumHosts=3, stdevFactor=1500'"), "outbound|80||api.example.com").Outlier!;
        Assert.Equal((4, 6, true, 7, 30, 40), (outlier.ConsecutiveGateway, outlier.Consecutive5xx, outlier.SplitLocalOrigin, outlier.ConsecutiveLocalOrigin, outlier.MaxEjectionPercent, outlier.MinHealthPercent));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), (outlier.Interval, outlier.BaseEjectionTime));
        Assert.Equal([429, 503], outlier.ErrorCodes);
        Assert.Equal(new SuccessRatePlan(3, 100, 1500), outlier.SuccessRate);
    }

    [Fact]
    public void Tunnel_OfTheRuleAndOfASubset_AreInThePlan()
    {
        var plan = Plan(
            "trafficPolicy: {tunnel: {targetHost: out.example.com, targetPort: 443}}\nsubsets: [{name: v1, labels: {version: v1}, trafficPolicy: {tunnel: {targetHost: v1.example.com, targetPort: 8443}}}]",
            "egresspipeline.dev/tunnel-authorization: /etc/proxy");
        Assert.Equal(new TunnelPlan("out.example.com", 443, "/etc/proxy"), Cluster(plan, "outbound|80||api.example.com").Tunnel);
        Assert.Equal(new TunnelPlan("v1.example.com", 8443, "/etc/proxy"), Cluster(plan, "outbound|80|v1|api.example.com").Tunnel);
    }

    [Theory]
    [InlineData("PEAK_EWMA", 10)]
    [InlineData("'PEAK_EWMA, decay=2s'", 2)]
    public void LoadBalancer_PeakEwma_IsInThePlanWithItsDecay(string annotation, int seconds)
    {
        var cluster = Cluster(Plan("trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}", "egresspipeline.dev/load-balancer: " + annotation), "outbound|80||api.example.com");
        Assert.Equal((LoadBalancing.PeakEwma, TimeSpan.FromSeconds(seconds)), (cluster.LoadBalancing, cluster.LatencyDecay));
    }

    [Fact]
    public void SubjectAltNames_OfTheRule_OverrideTheEntrys()
    {
        Assert.Equal(["from-entry"], Cluster(Plan("trafficPolicy: {tls: {mode: SIMPLE}}"), "outbound|80||api.example.com").Tls.SubjectAltNames);
        Assert.Equal(["own"], Cluster(Plan("trafficPolicy: {tls: {mode: SIMPLE, subjectAltNames: [own]}}"), "outbound|80||api.example.com").Tls.SubjectAltNames);
    }

    [Theory]
    [InlineData("shop", "shop:*.example.com=1 apis:api.example.com=2 istio-system:api.example.com=3", 1)]
    [InlineData("shop", "apis:*.example.com=2 istio-system:api.example.com=3", 2)]
    [InlineData("shop", "istio-system:*.com=3 other:api.example.com=4", 3)]
    [InlineData("shop", "other:api.example.com=4", 0)]
    [InlineData("shop", "shop:*.com=1 shop:*.example.com=2", 2)]
    [InlineData("shop", "shop:*.com=1 shop:api.example.com=2", 2)]
    [InlineData("", "other:api.example.com=4", 4)]
    public void Lookup_Namespaces_FirstWithAnyMatchWins(string workload, string rules, int expected)
    {
        var yaml = Entry;
        foreach (var rule in rules.Split(' '))
        {
            var parts = rule.Split(':', '=');
            yaml += TestPolicies.DestinationRule(parts[1], $"trafficPolicy: {{connectionPool: {{tcp: {{maxConnections: {parts[2]}}}}}}}", parts[1].Replace("*", "any", StringComparison.Ordinal), parts[0]);
        }
        Assert.Equal(expected, Cluster(TestPolicies.Plan(yaml, TestPolicies.Workload(workload)), "outbound|80||api.example.com").Pool.MaxConnections);
    }

    [Fact]
    public void Route_UnknownSubset_IsAnError()
    {
        var result = TestPolicies.Compile(null, Entry + TestPolicies.DestinationRule(Host, "subsets: [{name: v2, labels: {version: v2}}]") + TestPolicies.VirtualService(Host, Routes));
        Assert.Null(result.Plan);
        Assert.Contains(result.Diagnostics, d => d.Message.Contains("v1", StringComparison.Ordinal) && d.Source.Line > 0);
    }

    private static EgressPlan Plan(string destinationRule, string annotation = "")
    {
        var routes = destinationRule.Contains("subsets", StringComparison.Ordinal) ? TestPolicies.VirtualService(Host, Routes) : "";
        var rule = TestPolicies.DestinationRule(Host, destinationRule);
        if (annotation.Length > 0)
            rule = Regex.Replace(rule, @"(metadata: \{[^}]*)\}", "$1, annotations: { " + annotation.Replace("$", "$$", StringComparison.Ordinal) + " } }");
        return TestPolicies.Plan(Entry + rule + routes);
    }

    private static ClusterPlan Cluster(EgressPlan plan, string name) => Assert.Single(plan.Clusters, c => c.Name == name);
}
