using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Upstream;

namespace EgressPipeline.Tests.Registry;

/// <summary>Names as clusters see them: TTL, failures, vanished addresses.</summary>
public sealed class ResolvedNameTests : IDisposable
{
    private readonly UpstreamRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Pick_Dns_EveryAddressIsAnEndpoint()
    {
        _rig.Resolver.Set(60, "127.0.0.1", "127.0.0.2");
        var cluster = Cluster(Resolution.Dns);
        await PickAsync(cluster);
        Assert.Equal(["127.0.0.1:80", "127.0.0.2:80"], cluster.Endpoints().Select(endpoint => endpoint.AddressText));
    }

    [Fact]
    public async Task Pick_DnsRoundRobin_OnlyTheFirstAddress()
    {
        _rig.Resolver.Set(60, "127.0.0.2", "127.0.0.1");
        var cluster = Cluster(Resolution.DnsRoundRobin);
        await PickAsync(cluster);
        Assert.Equal(["127.0.0.2:80"], cluster.Endpoints().Select(endpoint => endpoint.AddressText));
    }

    [Fact]
    public async Task Pick_ManyAtOnce_AskOnce()
    {
        _rig.Resolver.Set(60, "127.0.0.1");
        var cluster = Cluster(Resolution.Dns);
        var other = Cluster(Resolution.Dns, index: 1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PickAsync(i % 2 == 0 ? cluster : other)));
        Assert.Equal(1, _rig.Resolver.Questions);
    }

    [Fact]
    public async Task Refresh_TtlPassed_TakesTheNewAddressesAndKeepsTheState()
    {
        _rig.Resolver.Set(60, "127.0.0.1", "127.0.0.2");
        var cluster = Cluster(Resolution.Dns);
        await PickAsync(cluster);
        var kept = cluster.Endpoints()[1];
        _rig.Resolver.Set(60, "127.0.0.2", "127.0.0.3");
        _rig.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, _rig.Resolver.Questions);
        _rig.Time.Advance(TimeSpan.FromSeconds(8)); // a tenth of jitter at most
        await Deadline.UntilAsync(() => cluster.Endpoints()[0].AddressText == "127.0.0.2:80");
        Assert.Same(kept, cluster.Endpoints()[0]);
        Assert.Equal("127.0.0.3:80", cluster.Endpoints()[1].AddressText);
    }

    [Fact]
    public async Task Refresh_ServersFail_OldAddressesServeForTheBoundOnly()
    {
        _rig.Resolver.Set(10, "127.0.0.1");
        var cluster = Cluster(Resolution.Dns);
        await PickAsync(cluster);
        _rig.Resolver.Fail();
        await AdvanceAsync(cluster, 280);
        Assert.Equal("127.0.0.1:80", (await PickAsync(cluster)).Endpoint?.AddressText);
        await AdvanceAsync(cluster, 80);
        var late = await PickAsync(cluster);
        Assert.Equal(EgressErrorReason.ResolveFailed, late.Error.Reason);
        Assert.Contains("ServerFailure", late.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_NameIsGone_EndpointsGoAtOnce()
    {
        _rig.Resolver.Set(10, "127.0.0.1");
        var cluster = Cluster(Resolution.Dns);
        await PickAsync(cluster);
        _rig.Resolver.Answer = _ => EgressPipeline.Registry.NameAnswer.NotFound(TimeSpan.FromSeconds(5), "there is no such name");
        await AdvanceAsync(cluster, 12);
        await Deadline.UntilAsync(() => cluster.Endpoints().Count == 0);
        Assert.Equal(EgressErrorReason.ResolveFailed, (await PickAsync(cluster)).Error.Reason);
    }

    [Fact]
    public async Task Refresh_AddressComesBack_IsStillEjected()
    {
        _rig.Resolver.Set(10, "127.0.0.1", "127.0.0.2");
        var cluster = _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("api.example.com", 80)], Resolution.Dns, outlier: new OutlierPlan { BaseEjectionTime = TimeSpan.FromHours(1) }));
        await PickAsync(cluster);
        var failing = cluster.Endpoints()[0];
        for (var i = 0; i < 5; i++)
        {
            failing.BeginRequest();
            failing.EndRequest(EndpointOutcome.Reset);
        }
        _rig.Resolver.Set(10, "127.0.0.2", "127.0.0.3");
        await AdvanceAsync(cluster, 12);
        await Deadline.UntilAsync(() => !cluster.Endpoints().Contains(failing));
        _rig.Resolver.Set(10, "127.0.0.1", "127.0.0.2");
        await AdvanceAsync(cluster, 12);
        await Deadline.UntilAsync(() => cluster.Endpoints().Contains(failing));
        Assert.True(failing.IsEjected);
    }

    [Fact]
    public async Task Refresh_AnswersFlip_EveryAddressKeepsItsState()
    {
        string[][] sets = [["127.0.0.1", "127.0.0.2"], ["127.0.0.3", "127.0.0.4"]];
        _rig.Resolver.Set(10, sets[0]);
        var cluster = _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("api.example.com", 80)], Resolution.Dns));
        await PickAsync(cluster);
        var first = cluster.Endpoints();
        for (var flip = 1; flip <= 4; flip++)
        {
            _rig.Resolver.Set(10, sets[flip % 2]);
            await AdvanceAsync(cluster, 12);
            await Deadline.UntilAsync(() => cluster.Endpoints()[0].AddressText == sets[flip % 2][0] + ":80");
        }
        Assert.Equal(first, cluster.Endpoints());
    }

    [Fact]
    public async Task Timer_NameUnused_IsNotAskedForUntilTheNextCall()
    {
        _rig.Resolver.Set(60, "127.0.0.1");
        var cluster = Cluster(Resolution.Dns);
        await PickAsync(cluster);
        await AdvanceAsync(null, 3600);
        var questions = _rig.Resolver.Questions;
        Assert.InRange(questions, 1, 7);
        _rig.Resolver.Set(60, "127.0.0.9");
        Assert.Equal("127.0.0.9:80", (await PickAsync(cluster)).Endpoint?.AddressText);
        Assert.Equal(questions + 1, _rig.Resolver.Questions);
    }

    [Fact]
    public async Task Pick_NameResolvesToGuardedAddress_IsRefusedWithTheReason()
    {
        _rig.Resolver.Set(60, "169.254.169.254");
        var result = await PickAsync(Cluster(Resolution.Dns));
        Assert.Equal(EgressErrorReason.AddressGuarded, result.Error.Reason);
        Assert.Contains("metadata", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pick_DynamicDns_ResolvesTheCalledHost()
    {
        _rig.Resolver.Answer = name => EgressPipeline.Registry.NameAnswer.Found([System.Net.IPAddress.Parse(name == "a.example.com" ? "127.0.0.1" : "127.0.0.2")], TimeSpan.FromSeconds(60));
        var cluster = _rig.Cluster(UpstreamRig.Plan([], Resolution.DynamicDns, host: "*.example.com"));
        Assert.Equal("127.0.0.1:443", (await PickAsync(cluster, "a.example.com")).Endpoint?.AddressText);
        Assert.Equal("127.0.0.2:443", (await PickAsync(cluster, "b.example.com")).Endpoint?.AddressText);
    }

    [Fact]
    public async Task Pick_DynamicDnsWithManyHosts_RemembersABoundedNumber()
    {
        using var rig = new UpstreamRig(new() { Seed = 1, MaxHostsPerCluster = 8 });
        rig.Resolver.Set(60, "127.0.0.1");
        var cluster = rig.Cluster(UpstreamRig.Plan([], Resolution.DynamicDns, host: "*.example.com"));
        for (var i = 0; i < 100; i++)
            Assert.NotNull((await PickAsync(cluster, $"h{i}.example.com")).Endpoint);
        Assert.Equal(8, cluster.Endpoints().Count);
    }

    [Fact]
    public async Task Pick_NoneWithOriginalDestination_GoesWhereTheApplicationDialled()
    {
        var cluster = _rig.Cluster(UpstreamRig.Plan([], Resolution.None));
        var request = new PickRequest { Host = "api.example.com", Port = 80, OriginalDestination = new(System.Net.IPAddress.Parse("::ffff:127.0.0.7"), 81) };
        Assert.Equal("127.0.0.7:81", (await cluster.PickAsync(request, default)).Endpoint?.AddressText);
        Assert.Equal(0, _rig.Resolver.Questions);
    }

    [Fact]
    public async Task Pick_NoneByExplicitProxy_ResolvesTheCalledHost()
    {
        _rig.Resolver.Set(60, "127.0.0.5");
        var result = await PickAsync(_rig.Cluster(UpstreamRig.Plan([], Resolution.None)), "api.example.com", 8080);
        Assert.Equal("127.0.0.5:8080", result.Endpoint?.AddressText);
    }

    [Fact]
    public async Task Pick_IpLiteralHost_IsNotResolved()
    {
        var result = await PickAsync(_rig.Cluster(UpstreamRig.Plan([], Resolution.None)), "127.0.0.6", 80);
        Assert.Equal("127.0.0.6:80", result.Endpoint?.AddressText);
        Assert.Equal(0, _rig.Resolver.Questions);
    }

    private static async Task<PickResult> PickAsync(ClusterState cluster, string host = "api.example.com", int port = 0) =>
        await cluster.PickAsync(new PickRequest { Host = host, Port = port }, default).AsTask().Within();

    private ClusterState Cluster(Resolution resolution, int index = 0) =>
        _rig.Cluster(UpstreamRig.Plan([UpstreamRig.Endpoint("api.example.com", 80)], resolution, index: index));

    /// <summary>Moves the clock in steps, calling the cluster (if any) in between, and lets the refreshes finish.</summary>
    private async Task AdvanceAsync(ClusterState? cluster, int seconds)
    {
        for (var i = 0; i < seconds; i += 2)
        {
            if (cluster is not null)
                await PickAsync(cluster);
            _rig.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }
    }
}
