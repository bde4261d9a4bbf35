using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;

namespace EgressPipeline.Tests.Clusters;

public sealed class ClusterSetTests : IDisposable
{
    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Build_SameSettingsElsewhereInThePlan_KeepsTheState()
    {
        var before = ClusterSet.Build(Plan(Cluster("a"), Cluster("b", 1)), null, _rig.Services);
        var moved = Cluster("b");
        var after = ClusterSet.Build(Plan(moved), before, _rig.Services);
        Assert.Same(before.All[1], after[moved]);
        Assert.Same(moved, after[moved].Plan);
    }

    [Fact]
    public void Build_ChangedSettings_MakesANewState()
    {
        var before = ClusterSet.Build(Plan(Cluster("a")), null, _rig.Services);
        var changed = UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", 81)], host: "a");
        Assert.NotSame(before.All[0], ClusterSet.Build(Plan(changed), before, _rig.Services)[changed]);
    }

    [Fact]
    public void Build_Passthrough_IsKept()
    {
        var before = ClusterSet.Build(Plan(), null, _rig.Services);
        Assert.Same(before.Passthrough, ClusterSet.Build(Plan(), before, _rig.Services).Passthrough);
    }

    [Fact]
    public async Task Build_ClusterGone_DrainsItWhileItsCallsGoOn()
    {
        await using var server = RawServer.Start();
        var plan = UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", server.Port)]);
        var before = ClusterSet.Build(Plan(plan), null, _rig.Services);
        var cluster = before[plan];
        var request = new PickRequest();
        var endpoint = UpstreamRig.PickNow(cluster, request).Endpoint!;
        var idle = (await _rig.Connector.LeaseAsync(endpoint, request, default)).Connection!;
        var busy = (await _rig.Connector.LeaseAsync(endpoint, request, default)).Connection!;
        idle.ReturnToPool();
        ClusterSet.Build(Plan(), before, _rig.Services);
        Assert.Equal(1, cluster.Connections.Open);
        Assert.Same(endpoint, UpstreamRig.PickNow(cluster, request).Endpoint); // an older call may still retry
        busy.ReturnToPool();
        Assert.Equal(0, cluster.Connections.Open);
    }

    [Fact]
    public void Build_OneEndpointMore_KeepsWhoIsEjectedAndForHowLong()
    {
        var (before, after) = Reload(Outlier(), "127.0.0.1", "127.0.0.2", () => _rig.Time.Advance(TimeSpan.FromSeconds(25)));
        Assert.True(before.Single(endpoint => endpoint.Address.Address.ToString() == "127.0.0.1").IsEjected);
        Assert.Equal([true, false, false], after.Endpoints().Select(endpoint => endpoint.IsEjected));
        for (var i = 0; i < 4; i++)
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(after.Endpoints()[0].IsEjected);
        for (var i = 0; i < 10; i++) // the next tick of the new detector after 30 seconds in all
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(after.Endpoints()[0].IsEjected);
        Assert.Equal(3, Enumerable.Range(0, 30).Select(_ => UpstreamRig.PickNow(after, new PickRequest()).Endpoint).Distinct().Count());
    }

    [Fact]
    public void Build_OneEndpointMore_KeepsCountsOfErrors()
    {
        var (before, after) = Reload(Outlier(), "127.0.0.1", "127.0.0.2", static () => { }, errors: 2);
        Assert.DoesNotContain(after.Endpoints(), endpoint => endpoint.IsEjected);
        Fail(after.Endpoints()[0], 1);
        Assert.True(after.Endpoints()[0].IsEjected);
        Assert.False(before[0].IsEjected);
    }

    [Fact]
    public void Build_OutlierDetectionGone_LetsEveryoneIn()
    {
        var plan = WithEndpoints(Outlier(), "127.0.0.1", "127.0.0.2");
        var before = ClusterSet.Build(Plan(plan), null, _rig.Services);
        Fail(before[plan].Endpoints()[0], 3);
        Assert.True(before[plan].Endpoints()[0].IsEjected);
        var changed = WithEndpoints(null, "127.0.0.1", "127.0.0.2");
        Assert.DoesNotContain(ClusterSet.Build(Plan(changed), before, _rig.Services)[changed].Endpoints(), endpoint => endpoint.IsEjected);
    }

    [Fact]
    public void Build_OneEndpointMore_OnlyTheNewOneWarmsUp()
    {
        var warmup = new WarmupPlan(TimeSpan.FromSeconds(100), 0, 1);
        var first = UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", 80)], warmup: warmup);
        var before = ClusterSet.Build(Plan(first), null, _rig.Services);
        _rig.Time.Advance(TimeSpan.FromSeconds(500));
        var second = UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", 80), UpstreamRig.Endpoint("127.0.0.2", 80)], warmup: warmup);
        var after = ClusterSet.Build(Plan(second), before, _rig.Services)[second];
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        var news = Enumerable.Range(0, 2000).Count(_ => UpstreamRig.PickNow(after, new PickRequest()).Endpoint == after.Endpoints()[1]);
        Assert.InRange(news, 5, 45); // 1 of 101, give or take 5 deviations
    }

    [Fact]
    public async Task Build_DynamicNames_KeepTheirEjectionsApart()
    {
        _rig.Resolver.Set(60, "127.0.0.1", "127.0.0.2");
        var plan = Dynamic(3);
        var before = ClusterSet.Build(Plan(plan), null, _rig.Services);
        var bad = await PickAsync(before[plan], "a.example.com");
        await PickAsync(before[plan], "b.example.com");
        Fail(bad, 3);
        var changed = Dynamic(4);
        var after = ClusterSet.Build(Plan(changed), before, _rig.Services)[changed];
        await PickAsync(after, "a.example.com");
        await PickAsync(after, "b.example.com");
        Assert.Equal(1, after.Endpoints().Count(endpoint => endpoint.IsEjected));
    }

    private static OutlierPlan Outlier() => new() { Consecutive5xx = 3, MaxEjectionPercent = 100 };

    private static ClusterPlan Dynamic(int threshold) => UpstreamRig.Plan([], Resolution.DynamicDns, host: "*.example.com", outlier: Outlier() with { Consecutive5xx = threshold });

    private static ClusterPlan WithEndpoints(OutlierPlan? outlier, params string[] addresses) =>
        UpstreamRig.Plan([.. addresses.Select(address => UpstreamRig.Endpoint(address, 80))], outlier: outlier);

    private static async Task<EndpointState> PickAsync(ClusterState cluster, string host) =>
        (await cluster.PickAsync(new PickRequest { Host = host, Port = 80 }, CancellationToken.None)).Endpoint!;

    private static void Fail(EndpointState endpoint, int times)
    {
        for (var i = 0; i < times; i++)
        {
            endpoint.BeginRequest();
            endpoint.EndRequest(EndpointOutcome.ServerError);
        }
    }

    /// <summary>The first endpoint has failed; then a third one is declared.</summary>
    private (IReadOnlyList<EndpointState> Before, ClusterState After) Reload(OutlierPlan outlier, string first, string second, Action meanwhile, int errors = 3)
    {
        var plan = WithEndpoints(outlier, first, second);
        var before = ClusterSet.Build(Plan(plan), null, _rig.Services);
        var endpoints = before[plan].Endpoints();
        Fail(endpoints[0], errors);
        meanwhile();
        var changed = WithEndpoints(outlier, first, second, "127.0.0.3");
        return (endpoints, ClusterSet.Build(Plan(changed), before, _rig.Services)[changed]);
    }

    private static ClusterPlan Cluster(string host, int index = 0) => UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", 80)], host: host, index: index);

    private static EgressPlan Plan(params ClusterPlan[] clusters) => Telemetry.Plans.Of("hash", clusters);
}
