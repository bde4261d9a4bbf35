using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Tests.Upstream;
using Algorithm = EgressPipeline.Policy.Plan.LoadBalancing;

namespace EgressPipeline.Tests.LoadBalancing;

public sealed class LocalityTests : IDisposable
{
    private static readonly OutlierPlan Outlier = new() { Consecutive5xx = 1, MaxEjectionPercent = 100 };

    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(nameof(Algorithm.RoundRobin))]
    [InlineData(nameof(Algorithm.Random))]
    [InlineData(nameof(Algorithm.LeastRequest))]
    public void Pick_FirstPriorityIsHealthy_GetsEverything(string algorithm) =>
        Assert.All(Picks(Cluster(Enum.Parse<Algorithm>(algorithm), "0 0 1 1"), 200), pick => Assert.Equal(0, pick.Target.Priority));

    [Fact]
    public void Pick_FirstPriorityIsHalfOut_Keeps70Percent()
    {
        var cluster = Cluster(Algorithm.RoundRobin, "0 0 1 1");
        Eject(cluster, 0);
        var picks = Picks(cluster, 10_000);
        Assert.DoesNotContain(cluster.Endpoints()[0], picks);
        AssertShare(70, picks, pick => pick.Target.Priority == 0);
    }

    [Fact]
    public void Pick_FirstPriorityIsOut_TheNextTakesOver_AndGivesBack()
    {
        var cluster = Cluster(Algorithm.LeastRequest, "0 1 2");
        Eject(cluster, 0);
        Assert.All(Picks(cluster, 100), pick => Assert.Equal(1, pick.Target.Priority));
        Eject(cluster, 1);
        Assert.All(Picks(cluster, 100), pick => Assert.Equal(2, pick.Target.Priority));
        for (var i = 0; i < 40; i++)
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(Picks(cluster, 100), pick => Assert.Equal(0, pick.Target.Priority));
    }

    [Fact]
    public void Pick_Shares_AreMet()
    {
        var picks = Picks(Cluster(Algorithm.Random, "0/80/a 0/80/a 0/20/b"), 10_000);
        AssertShare(80, picks, pick => pick.Target.Locality == "a");
    }

    [Fact]
    public void Pick_HalfOfALocalityIsOut_ItsShareShrinksBy30Percent()
    {
        var cluster = Cluster(Algorithm.Random, "0/80/a 0/80/a 0/20/b");
        Eject(cluster, 0);
        AssertShare(100 * 56.0 / 76, Picks(cluster, 10_000), pick => pick.Target.Locality == "a");
    }

    [Fact]
    public void Pick_ALocalityIsOut_TheOthersShare()
    {
        var cluster = Cluster(Algorithm.Random, "0/80/a 0/15/b 0/5/c");
        Eject(cluster, 0);
        AssertShare(75, Picks(cluster, 10_000), pick => pick.Target.Locality == "b");
    }

    [Fact]
    public void Pick_ByHash_SameKeyMeetsTheSamePriorityAndEndpoint()
    {
        var cluster = _rig.Cluster(Plan(Algorithm.RingHash, "0 0 1 1", new HashPlan { Source = HashSource.SourceAddress, TableSize = 1024 }));
        Eject(cluster, 0);
        for (var key = 0UL; key < 100; key++)
        {
            var picks = Enumerable.Range(0, 5).Select(_ => UpstreamRig.PickNow(cluster, new PickRequest { Hash = key }).Endpoint!).Distinct().ToArray();
            Assert.Equal(key < 70 ? 0 : 1, Assert.Single(picks).Target.Priority);
        }
    }

    [Fact]
    public void Pick_OfRetriesThatLeavePriorities_FollowsEnvoysPlugin()
    {
        var cluster = Cluster(Algorithm.RoundRobin, "0 0 1 1 2 2");
        var request = new PickRequest { LeavesTriedPriorities = true };
        Assert.Equal([0, 0, 1, 1, 2, 2, 0], Tries(cluster, request, 7));
        request.Reset();
        Assert.Equal([0, 0, 0, 0], Tries(cluster, request, 4));
    }

    [Fact]
    public void Pick_OfRetriesThatLeavePriorities_StaysWhereNoOtherCanAnswer()
    {
        var cluster = Cluster(Algorithm.RoundRobin, "0 0 1");
        Eject(cluster, 2);
        Assert.Equal([0, 0, 0, 0, 0], Tries(cluster, new PickRequest { LeavesTriedPriorities = true }, 5));
    }

    [Fact]
    public void Pick_OfRetriesThatMayMeetHostsAgain_KeepsToTheBalancer()
    {
        var cluster = Cluster(Algorithm.RoundRobin, "0 0");
        var first = UpstreamRig.PickNow(cluster, new PickRequest()).Endpoint!;
        var request = new PickRequest { AvoidsTriedHosts = false };
        request.AddAttempted(cluster.Endpoints().Single(endpoint => endpoint != first));
        Assert.NotEqual(first, UpstreamRig.PickNow(cluster, request).Endpoint);
    }

    private static int[] Tries(ClusterState cluster, PickRequest request, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var endpoint = UpstreamRig.PickNow(cluster, request).Endpoint!;
        request.AddAttempted(endpoint);
        return endpoint.Target.Priority;
    })];

    /// <summary>One degree of freedom: 15.1 is left once in 10,000.</summary>
    private static void AssertShare(double percent, List<EndpointState> picks, Func<EndpointState, bool> isMeant)
    {
        var expected = picks.Count * percent / 100;
        var difference = picks.Count(isMeant) - expected;
        Assert.InRange((difference * difference / expected) + (difference * difference / (picks.Count - expected)), 0, 15.1);
    }

    private static void Eject(ClusterState cluster, int index)
    {
        cluster.Endpoints()[index].BeginRequest();
        cluster.Endpoints()[index].EndRequest(EndpointOutcome.ServerError);
        Assert.True(cluster.Endpoints()[index].IsEjected);
    }

    private static List<EndpointState> Picks(ClusterState cluster, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => UpstreamRig.PickNow(cluster, new PickRequest()).Endpoint!)];

    private ClusterState Cluster(Algorithm algorithm, string endpoints) => _rig.Cluster(Plan(algorithm, endpoints, null));

    /// <param name="algorithm">The balancer.</param>
    /// <param name="endpoints">Priority, and where they count share and locality, of each.</param>
    /// <param name="hash">For balancers by hash.</param>
    private static ClusterPlan Plan(Algorithm algorithm, string endpoints, HashPlan? hash) => UpstreamRig.Plan(
        [.. endpoints.Split(' ').Select((text, i) =>
        {
            var parts = text.Split('/');
            var endpoint = UpstreamRig.Endpoint($"127.0.0.{i + 1}", 80) with { Priority = int.Parse(parts[0]) };
            return parts.Length == 1 ? endpoint : endpoint with { LocalityShare = int.Parse(parts[1]), Locality = parts[2] };
        })],
        balancing: algorithm, outlier: Outlier, hash: hash);
}
