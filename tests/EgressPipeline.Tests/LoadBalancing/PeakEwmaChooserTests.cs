using EgressPipeline.Clusters;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;
using Algorithm = EgressPipeline.Policy.Plan.LoadBalancing;

namespace EgressPipeline.Tests.LoadBalancing;

public sealed class PeakEwmaChooserTests : IDisposable
{
    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Choose_OneIsSlow_GetsNoneWhileOthersAreIdle()
    {
        var cluster = Cluster(4);
        var endpoints = Answered(cluster, 10, 10, 10, 100);
        var picks = Picks(cluster, 4000);
        Assert.Equal(0, picks.Count(pick => pick == endpoints[3])); // it is the dearer of every two
        var counts = endpoints.Take(3).Select(endpoint => picks.Count(pick => pick == endpoint)).ToArray();
        // Equal costs go to the first drawn, so the three others share evenly.
        ChiSquare.AssertFits(counts, [1 / 3.0, 1 / 3.0, 1 / 3.0]);
    }

    /// <summary>A closed loop of 12 calls at a time. Costs even out: four times the latency, a quarter of the calls under way, a sixteenth of the calls.</summary>
    [Fact]
    public void Choose_UnderLoad_TheSlowOneGetsInProportionLess()
    {
        var cluster = Cluster(3);
        var endpoints = Answered(cluster, 10, 10, 40);
        var counts = Simulate(cluster, endpoints, [10, 10, 40], calls: 9000, atOnce: 12);
        var slow = counts[2] / (double)counts.Sum();
        Assert.InRange(slow, 0.02, 0.05); // 1/16 against 1 and 1 is 0.030; even shares would be 0.33
    }

    [Fact]
    public void Choose_SlowOneRecovers_GetsCallsAgain()
    {
        var cluster = Cluster(2);
        var endpoints = Answered(cluster, 10, 1000);
        Assert.DoesNotContain(endpoints[1], Picks(cluster, 200));
        for (var i = 0; i < 60; i++)
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
            endpoints[0].Latency!.Observe(TimeSpan.FromMilliseconds(10));
        }
        Assert.Contains(endpoints[1], Picks(cluster, 200)); // its second is forgotten, so it is tried
    }

    [Fact]
    public void Choose_NewEndpoint_GetsOneCallToShowItself()
    {
        var cluster = Cluster(2);
        var endpoints = cluster.Endpoints();
        endpoints[0].Latency!.Observe(TimeSpan.FromMilliseconds(10));
        Assert.Same(endpoints[1], Pick(cluster));
        endpoints[1].BeginRequest();
        Assert.All(Picks(cluster, 50), pick => Assert.Same(endpoints[0], pick));
    }

    [Theory]
    [InlineData(nameof(EndpointOutcome.ConnectFailure))]
    [InlineData(nameof(EndpointOutcome.Reset))]
    [InlineData(nameof(EndpointOutcome.Timeout))]
    public void EndRequest_FailedAtOnce_IsNotFast(string outcome)
    {
        var cluster = Cluster(2);
        var endpoints = Answered(cluster, 20, 10);
        endpoints[1].BeginRequest();
        endpoints[1].EndRequest(Enum.Parse<EndpointOutcome>(outcome));
        Assert.All(Picks(cluster, 50), pick => Assert.Same(endpoints[0], pick));
    }

    [Fact]
    public void Choose_Retry_AvoidsEveryHostTried()
    {
        var cluster = Cluster(3);
        Answered(cluster, 1, 100, 100);
        var request = new PickRequest();
        var tried = new HashSet<EndpointState>();
        for (var i = 0; i < 3; i++)
        {
            var endpoint = UpstreamRig.PickNow(cluster, request).Endpoint!;
            Assert.True(tried.Add(endpoint));
            request.AddAttempted(endpoint);
        }
    }

    [Fact]
    public void Choose_AmongAThousand_AllocatesNothing()
    {
        var cluster = _rig.Cluster(UpstreamRig.Plan(
            [.. Enumerable.Range(0, 1000).Select(i => UpstreamRig.Endpoint($"127.0.{i / 250}.{i % 250}", 80))], balancing: Algorithm.PeakEwma, latencyDecay: TimeSpan.FromSeconds(10)));
        var request = new PickRequest();
        Allocations.AssertNone(() =>
        {
            var picking = cluster.PickAsync(request, CancellationToken.None);
            if (!picking.IsCompletedSuccessfully || picking.Result.Endpoint is null)
                throw new InvalidOperationException("not picked at once");
        });
    }

    private static EndpointState Pick(ClusterState cluster) => UpstreamRig.PickNow(cluster, new PickRequest()).Endpoint!;

    private static EndpointState[] Picks(ClusterState cluster, int count) => [.. Enumerable.Range(0, count).Select(_ => Pick(cluster))];

    private ClusterState Cluster(int count) => _rig.Cluster(UpstreamRig.Plan(
        [.. Enumerable.Range(1, count).Select(i => UpstreamRig.Endpoint($"127.0.0.{i}", 80))], balancing: Algorithm.PeakEwma, latencyDecay: TimeSpan.FromSeconds(10)));

    private static IReadOnlyList<EndpointState> Answered(ClusterState cluster, params int[] milliseconds)
    {
        var endpoints = cluster.Endpoints();
        for (var i = 0; i < milliseconds.Length; i++)
            endpoints[i].Latency!.Observe(TimeSpan.FromMilliseconds(milliseconds[i]));
        return endpoints;
    }

    private int[] Simulate(ClusterState cluster, IReadOnlyList<EndpointState> endpoints, int[] latencies, int calls, int atOnce)
    {
        var counts = new int[latencies.Length];
        var running = new PriorityQueue<(int Endpoint, int Began), int>();
        var now = 0;
        for (var begun = 0; begun < calls; begun++)
        {
            if (running.Count == atOnce)
            {
                running.TryDequeue(out var ended, out var at);
                _rig.Time.Advance(TimeSpan.FromMilliseconds(at - now));
                now = at;
                endpoints[ended.Endpoint].Latency!.Observe(TimeSpan.FromMilliseconds(now - ended.Began));
                endpoints[ended.Endpoint].EndRequest(EndpointOutcome.Success);
            }
            var picked = Pick(cluster);
            var chosen = endpoints[0] == picked ? 0 : endpoints[1] == picked ? 1 : 2;
            endpoints[chosen].BeginRequest();
            counts[chosen]++;
            running.Enqueue((chosen, now), now + latencies[chosen]);
        }
        return counts;
    }
}
