using EgressPipeline.Clusters;
using EgressPipeline.Tests.Upstream;
using Algorithm = EgressPipeline.Policy.Plan.LoadBalancing;

namespace EgressPipeline.Tests.LoadBalancing;

public sealed class EndpointChooserTests : IDisposable
{
    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void RoundRobin_EqualWeights_TakesTurns()
    {
        var picks = Picks(Cluster(Algorithm.RoundRobin, 1, 1, 1), 9);
        Assert.All(picks.GroupBy(pick => pick), group => Assert.Equal(3, group.Count()));
        Assert.Equal(picks.Take(3), picks.Skip(3).Take(3));
    }

    [Fact]
    public void RoundRobin_Weights_AreMetExactlyAndSpreadEvenly()
    {
        var picks = Picks(Cluster(Algorithm.RoundRobin, 5, 1, 1), 14);
        Assert.Equal(10, picks.Count(pick => pick.Weight == 5));
        // Smooth: never more than 3 of the heavy one in a row (5,1,1 gives A A B A C A A).
        Assert.True(LongestRun(picks) <= 4);
    }

    [Fact]
    public void Random_Weights_AreMetRoughly()
    {
        var picks = Picks(Cluster(Algorithm.Random, 3, 1), 4000);
        Assert.InRange(picks.Count(pick => pick.Weight == 3), 2850, 3150);
    }

    [Fact]
    public void LeastRequest_OneIsBusy_GetsAQuarter()
    {
        var cluster = Cluster(Algorithm.LeastRequest, 1, 1);
        var busy = cluster.Endpoints()[0];
        for (var i = 0; i < 10; i++)
            busy.BeginRequest();
        // Two draws with replacement: only "both are the busy one" picks it.
        Assert.InRange(Picks(cluster, 4000).Count(pick => pick == busy), 900, 1100);
    }

    [Fact]
    public void LeastRequest_UnequalWeights_AreDividedByTheLoad()
    {
        var cluster = Cluster(Algorithm.LeastRequest, 4, 2);
        var heavy = cluster.Endpoints()[0];
        for (var i = 0; i < 3; i++)
            heavy.BeginRequest(); // 4 / (3 + 1) = 1 against 2 / 1
        Assert.InRange(Picks(cluster, 3000).Count(pick => pick == heavy), 900, 1100);
    }

    [Theory]
    [InlineData(nameof(Algorithm.RoundRobin))]
    [InlineData(nameof(Algorithm.Random))]
    [InlineData(nameof(Algorithm.LeastRequest))]
    public void Choose_Retry_AvoidsEveryHostTried(string algorithm)
    {
        var cluster = Cluster(Enum.Parse<Algorithm>(algorithm), 1, 1, 1, 1);
        for (var round = 0; round < 50; round++)
        {
            var request = new PickRequest();
            for (var i = 0; i < 4; i++)
            {
                var endpoint = Pick(cluster, request);
                Assert.False(request.HasAttempted(endpoint));
                request.AddAttempted(endpoint);
            }
            Assert.True(request.HasAttempted(Pick(cluster, request))); // none is left: any will do
        }
    }

    [Fact]
    public void Choose_NoEndpoint_IsNoHealthyUpstream()
    {
        var result = UpstreamRig.PickNow(Cluster(Algorithm.RoundRobin), new PickRequest());
        Assert.Null(result.Endpoint);
        Assert.Equal(EgressErrorReason.NoHealthyUpstream, result.Error.Reason);
    }

    [Fact]
    public void Choose_SameSeed_ChoosesTheSame()
    {
        using var other = new UpstreamRig();
        Assert.Equal(
            Picks(Cluster(Algorithm.Random, 1, 1, 1), 50).Select(pick => pick.AddressText),
            Picks(other.Cluster(Plan(Algorithm.Random, 1, 1, 1)), 50).Select(pick => pick.AddressText));
    }

    [Fact]
    public void Choose_HugeWeights_StayInProportion()
    {
        var picks = Picks(Cluster(Algorithm.RoundRobin, 1_000_003, 3_000_009), 4000);
        Assert.InRange(picks.Count(pick => pick.Weight == 1_000_003), 950, 1050);
    }

    private static int LongestRun(List<EndpointState> picks)
    {
        var (longest, run) = (1, 1);
        for (var i = 1; i < picks.Count; i++)
        {
            run = picks[i] == picks[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    private static Policy.Plan.ClusterPlan Plan(Algorithm algorithm, params int[] weights) =>
        UpstreamRig.Plan([.. weights.Select((weight, i) => UpstreamRig.Endpoint($"127.0.0.{i + 1}", 80, weight))], balancing: algorithm);

    private static EndpointState Pick(ClusterState cluster, PickRequest request) => UpstreamRig.PickNow(cluster, request).Endpoint!;

    private static List<EndpointState> Picks(ClusterState cluster, int count)
    {
        var request = new PickRequest();
        return [.. Enumerable.Range(0, count).Select(_ => Pick(cluster, request))];
    }

    private ClusterState Cluster(Algorithm algorithm, params int[] weights) => _rig.Cluster(Plan(algorithm, weights));
}
