using System.Net;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Registry;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Upstream;

/// <summary>The upstream side with a clock and a resolver that the test owns.</summary>
internal sealed class UpstreamRig : IDisposable
{
    private static readonly CidrSet Loopback = Ranges("127.0.0.0/8");

    public UpstreamRig(UpstreamOptions? options = null, Func<IPEndPoint, bool>? isOwnListener = null)
    {
        Services = new UpstreamServices(options ?? new UpstreamOptions { Seed = 1 }, Time, isOwnListener ?? (static _ => false), NullLogger.Instance, Resolver);
        Connector = new UpstreamConnector(Services);
    }

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public FakeResolver Resolver { get; } = new();

    public UpstreamServices Services { get; }

    public UpstreamConnector Connector { get; }

    public static CidrSet Ranges(params string[] ranges) => new(ranges.Select(text => Cidr.TryParse(text, out var range) ? range : throw new ArgumentException(text)));

    public static EndpointPlan Endpoint(string address, int port, int weight = 1) => new(address, port, weight, "", SourceRef.None);

    public static ClusterPlan Plan(
        EndpointPlan[] endpoints,
        Resolution resolution = Resolution.Static,
        Policy.Plan.LoadBalancing balancing = Policy.Plan.LoadBalancing.RoundRobin,
        ConnectionPoolPlan? pool = null,
        OutlierPlan? outlier = null,
        TlsPlan? tls = null,
        CidrSet? allowed = null,
        string host = "api.example.com",
        int index = 0,
        HashPlan? hash = null,
        WarmupPlan? warmup = null,
        ProxyProtocol proxyProtocol = ProxyProtocol.None,
        TunnelPlan? tunnel = null,
        TimeSpan latencyDecay = default) => new()
        {
            Index = index,
            Name = $"outbound|443||{host}",
            Host = host,
            Subset = "",
            Port = 443,
            Protocol = PortProtocol.Http,
            Namespace = "default",
            External = true,
            Resolution = resolution,
            Endpoints = endpoints,
            AllowedRanges = allowed ?? Loopback,
            Tls = tls ?? TlsPlan.None,
            LoadBalancing = balancing,
            Hash = hash,
            Warmup = warmup,
            ProxyProtocol = proxyProtocol,
            Tunnel = tunnel,
            LatencyDecay = latencyDecay,
            Pool = pool ?? new ConnectionPoolPlan(),
            Outlier = outlier,
            Service = new RuleRef("ServiceEntry/default/api", SourceRef.None),
            DestinationRule = null,
        };

    public ClusterState Cluster(ClusterPlan plan) => new(plan, Services);

    public ClusterState Static(params int[] ports) => Cluster(Plan([.. ports.Select(port => Endpoint("127.0.0.1", port))]));

    /// <summary>A pick that must complete synchronously, as it does when the addresses are known.</summary>
    public static PickResult PickNow(ClusterState cluster, PickRequest request)
    {
        var picking = cluster.PickAsync(request, CancellationToken.None).AsTask();
        Assert.True(picking.IsCompletedSuccessfully);
        return picking.Result;
    }

    public void Dispose() => Services.Dispose();
}
