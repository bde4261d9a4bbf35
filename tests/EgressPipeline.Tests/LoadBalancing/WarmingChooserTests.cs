using EgressPipeline.Clusters;
using EgressPipeline.LoadBalancing;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;
using Algorithm = EgressPipeline.Policy.Plan.LoadBalancing;

namespace EgressPipeline.Tests.LoadBalancing;

public sealed class WarmingChooserTests : IDisposable
{
    private const int Calls = 10_000;

    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(1, 10, 0, 0.1)] // at least a millisecond old: 1/60000 is below the minimum
    [InlineData(1, 0, 0, 1.0 / 60_000)]
    [InlineData(1, 10, 6, 0.1)]
    [InlineData(1, 10, 30, 0.5)]
    [InlineData(2, 10, 15, 0.5)]
    [InlineData(0.5, 10, 30, 0.25)]
    [InlineData(1, 10, 59.999, 0.99998)]
    [InlineData(1, 10, 60, 1)]
    public void Factor_ByAge_IsEnvoys(double aggression, double minimum, double seconds, double expected)
    {
        var plan = new WarmupPlan(TimeSpan.FromSeconds(60), minimum, aggression);
        var random = new RandomSequence(1);
        Assert.Equal(expected, new WarmingChooser(new RandomChooser(random), plan, random, _rig.Time).Factor(TimeSpan.FromSeconds(seconds)), 5);
    }

    [Theory]
    [InlineData(nameof(Algorithm.LeastRequest))]
    [InlineData(nameof(Algorithm.RoundRobin))]
    public async Task Pick_NewAddressOfAName_GrowsIntoItsShare(string algorithm)
    {
        var cluster = await ClusterAsync(Enum.Parse<Algorithm>(algorithm));
        AssertShare(0.1 / 1.1, cluster);
        _rig.Time.Advance(TimeSpan.FromSeconds(30));
        AssertShare(0.5 / 1.5, cluster);
        _rig.Time.Advance(TimeSpan.FromSeconds(31));
        AssertShare(0.5, cluster);
    }

    [Fact]
    public async Task Pick_LeastRequest_CountsLoadAsWell()
    {
        var cluster = await ClusterAsync(Algorithm.LeastRequest);
        _rig.Time.Advance(TimeSpan.FromSeconds(30));
        cluster.Endpoints()[0].BeginRequest(); // 1 / 2 against 0.5 / 1
        AssertShare(0.5, cluster);
    }

    [Fact]
    public void Pick_AllAreNew_ShareEvenly() => AssertShare(0.5, _rig.Cluster(UpstreamRig.Plan(
        [UpstreamRig.Endpoint("127.0.0.1", 80), UpstreamRig.Endpoint("127.0.0.2", 80)], warmup: new WarmupPlan(TimeSpan.FromSeconds(60), 10, 1))));

    /// <summary>Calls to the second endpoint; one degree of freedom: 15.1 is left once in 10,000.</summary>
    private static void AssertShare(double share, ClusterState cluster)
    {
        var fresh = cluster.Endpoints()[1];
        var picked = Enumerable.Range(0, Calls).Count(_ => UpstreamRig.PickNow(cluster, new PickRequest()).Endpoint == fresh);
        var difference = picked - (Calls * share);
        Assert.InRange((difference * difference / (Calls * share)) + (difference * difference / (Calls * (1 - share))), 0, 15.1);
    }

    /// <summary>A name whose second address came a minute after the first.</summary>
    private async Task<ClusterState> ClusterAsync(Algorithm algorithm)
    {
        _rig.Resolver.Set(60, "127.0.0.1");
        var cluster = _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("api.test", 80)], Resolution.Dns, algorithm, warmup: new WarmupPlan(TimeSpan.FromSeconds(60), 10, 1)));
        await cluster.PickAsync(new PickRequest(), CancellationToken.None);
        _rig.Resolver.Set(3600, "127.0.0.1", "127.0.0.2");
        _rig.Time.Advance(TimeSpan.FromSeconds(67)); // a tenth of jitter at most
        await Deadline.UntilAsync(() => cluster.Endpoints().Count == 2);
        return cluster;
    }
}
