using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class LocalityTests
{
    private const string Outlier = "outlierDetection: {consecutive5xxErrors: 5}";

    [Theory]
    // The workload is in eu/1/a. Distances 0, 1, 2, 3 without gaps.
    [InlineData("{}", "eu/1/a eu/1/b eu/2 us/1", "0 1 2 3")]
    [InlineData("{}", "us/1 eu/1/b ap/1", "1 0 1")]
    [InlineData("{}", "us/1 ap/1", "0 0")]
    [InlineData("enabled: true", "us/1 eu/2", "1 0")]
    [InlineData("enabled: false", "us/1 eu/2", "0 0")]
    [InlineData("failover: [{from: eu, to: us}]", "ap/1 us/1 eu/1/a", "2 1 0")]
    [InlineData("failover: [{from: us, to: ap}]", "ap/1 us/1 eu/1/a", "1 1 0")]
    [InlineData("failoverPriority: [topology.kubernetes.io/region, topology.kubernetes.io/zone]", "eu/2 us/1 eu/1/b", "1 2 0")]
    [InlineData("failoverPriority: ['topology.kubernetes.io/region=us']", "eu/2 us/1 us/2", "1 0 0")]
    [InlineData("failoverPriority: [tier], failover: [{from: eu, to: us}]", "ap/1 us/1 eu/1/a", "2 1 0")]
    public void Priorities_ByPlaceAndLabels_AreIstios(string setting, string endpoints, string expected) =>
        Assert.Equal(expected, string.Join(' ', Endpoints(setting, endpoints).Select(endpoint => endpoint.Priority)));

    [Fact]
    public void Priorities_OutlierDetectionAlone_PrefersWhatIsNear() =>
        Assert.Equal([1, 0], Cluster("trafficPolicy: {" + Outlier + "}", "us/1 eu/1/a", "eu/1/a").Endpoints.Select(endpoint => endpoint.Priority));

    [Fact]
    public void Priorities_WithoutOutlierDetection_AreNone() =>
        Assert.Equal([0, 0], Cluster("trafficPolicy: {loadBalancer: {simple: RANDOM}}", "us/1 eu/1/a", "eu/1/a").Endpoints.Select(endpoint => endpoint.Priority));

    [Fact]
    public void Priorities_WorkloadsPlaceIsUnknown_AreNone() =>
        Assert.Equal([0, 0], Cluster("trafficPolicy: {" + Outlier + "}", "us/1 eu/1/a", "").Endpoints.Select(endpoint => endpoint.Priority));

    [Fact]
    public void Priorities_IstiosOwnLabel_GoesFirst()
    {
        var labels = new Dictionary<string, string> { ["istio-locality"] = "us.1", ["topology.kubernetes.io/region"] = "eu" };
        Assert.Equal([0, 1], Plan("trafficPolicy: {" + Outlier + "}", "us/1 eu/1/a", labels).Clusters[0].Endpoints.Select(endpoint => endpoint.Priority));
    }

    [Theory]
    [InlineData("distribute: [{from: eu/1/*, to: {'eu/1/*': 80, 'us/*': 20}}]", "eu/1/a us/1 ap/1", "eu/1/a=80 us/1=20")]
    [InlineData("distribute: [{from: us/*, to: {'us/*': 100}}]", "eu/1/a us/1", "eu/1/a=0 us/1=0")]
    [InlineData("distribute: [{from: '*', to: {'us/*': 100}}]", "eu/1/a us/1 us/2 us/2", "us/1=34 us/2=67 us/2=67")]
    [InlineData("distribute: [{from: eu/*, to: {'*': 100}}]", "eu/1/a us/1", "eu/1/a=50 us/1=50")]
    public void Distribute_Shares_AreIstios(string setting, string endpoints, string expected) =>
        Assert.Equal(expected, string.Join(' ', Endpoints(setting, endpoints).Select(endpoint => $"{endpoint.Locality}={endpoint.LocalityShare}")));

    [Fact]
    public void Plan_RemembersTheLabelsItHangsOn() => Assert.Contains(
        Plan("trafficPolicy: {" + Outlier + "}", "us/1 eu/1/a", Labels("eu/1/a")).Workload.Labels,
        label => label is { Name: "topology.kubernetes.io/region", Value: "eu" });

    [Fact]
    public void Distribute_WithConsistentHash_IsRefused() => Assert.Contains(
        Compile("trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true}, localityLbSetting: {distribute: [{from: '*', to: {'*': 100}}]}}}", "eu us", Labels("")).Diagnostics,
        d => d.Id == DestinationRuleDiagnostics.BadLocality.Id);

    private static EndpointPlan[] Endpoints(string setting, string endpoints)
    {
        var written = setting == "{}" ? "" : setting;
        return Cluster($"trafficPolicy: {{{Outlier}, loadBalancer: {{localityLbSetting: {{{written}}}}}}}", endpoints, "eu/1/a").Endpoints;
    }

    private static ClusterPlan Cluster(string rule, string endpoints, string place) => Plan(rule, endpoints, Labels(place)).Clusters[0];

    private static Dictionary<string, string> Labels(string place)
    {
        var parts = place.Split('/');
        return place.Length == 0 ? [] : new() { ["topology.kubernetes.io/region"] = parts[0], ["topology.kubernetes.io/zone"] = parts[1], ["topology.istio.io/subzone"] = parts[2], ["tier"] = "a" };
    }

    private static EgressPlan Plan(string rule, string endpoints, Dictionary<string, string> labels)
    {
        var result = Compile(rule, endpoints, labels);
        Assert.Empty(result.Diagnostics);
        return result.Plan!;
    }

    private static CompilationResult Compile(string rule, string endpoints, Dictionary<string, string> labels) => PolicyCompiler.Compile(
        [new PolicyFile("policy.yaml", $$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api }
            spec:
              hosts: [api.example.com]
              ports:
              - { number: 80, name: http, protocol: HTTP }
              resolution: STATIC
              endpoints:
            {{string.Join("\n", endpoints.Split(' ').Select((place, i) => $"  - {{ address: 192.0.2.{i + 1}, locality: {place}, labels: {{ tier: a }} }}"))}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: api }
            spec:
              host: api.example.com
              {{rule}}
            """)], new WorkloadContext("", labels, UnregisteredMode.Deny));
}
