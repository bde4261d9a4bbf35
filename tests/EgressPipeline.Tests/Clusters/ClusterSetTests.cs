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

    private static ClusterPlan Cluster(string host, int index = 0) => UpstreamRig.Plan([UpstreamRig.Endpoint("127.0.0.1", 80)], host: host, index: index);

    private static EgressPlan Plan(params ClusterPlan[] clusters) => Telemetry.Plans.Of("hash", clusters);
}
