using System.Net;
using EgressPipeline.LoadBalancing;
using EgressPipeline.Outliers;
using EgressPipeline.Registry;
using EgressPipeline.Upstream;

namespace EgressPipeline.Clusters;

/// <summary>
/// One address of a cluster: its load, health and idle connections. Lives as long as the address does, across refreshes
/// of the name and reloads of policies that leave the cluster alone; its health and age also across those that do not. Safe for
/// concurrent use.
/// </summary>
internal sealed class EndpointState
{
    /// <summary>What an attempt that was not answered counts as at least: failing fast is no reason to be called.</summary>
    private static readonly TimeSpan FailureLatency = TimeSpan.FromSeconds(1);

    private readonly OutlierDetector? _detector;
    private int _activeRequests;

    /// <param name="cluster">Whose endpoint it is.</param>
    /// <param name="target">What it was declared as.</param>
    /// <param name="detector">Judges its health, or null.</param>
    /// <param name="past">The same address under settings that are no longer in force, or null.</param>
    internal EndpointState(ClusterState cluster, EndpointTarget target, OutlierDetector? detector, EndpointPast? past)
    {
        Cluster = cluster;
        Target = target;
        Guarded = target.Address;
        AddressText = target.Address.EndPoint.ToString();
        Weight = target.Weight;
        Since = past?.Since ?? cluster.Services.Time.GetTimestamp();
        _detector = detector;
        Health = new OutlierState(detector is { CountsSuccess: true });
        if (detector is not null && past is not null)
            Health.TakeOver(past.Health); // without a detector nobody would let it in again
        if (cluster.Plan.LatencyDecay is { Ticks: > 0 } decay)
            Latency = past?.Latency?.Decay == decay ? past.Latency : new LatencyAverage(cluster.Services.Time, decay);
        Pool = new EndpointPool(cluster);
        detector?.Adopt(this);
    }

    public ClusterState Cluster { get; }

    public IPEndPoint Address => Guarded.EndPoint;

    /// <summary><c>192.0.2.1:443</c> or <c>[2001:db8::1]:443</c>, made once for logs and headers.</summary>
    public string AddressText { get; }

    /// <summary>Share among the endpoints, 1 and up.</summary>
    public int Weight { get; }

    /// <summary>When it came, in the clock's timestamps; an address that vanished and is remembered is not new when it comes back.</summary>
    public long Since { get; }

    /// <summary>Attempts under way.</summary>
    public int ActiveRequests => Volatile.Read(ref _activeRequests);

    /// <summary>True while outlier detection keeps the endpoint out.</summary>
    public bool IsEjected => Health.IsEjected;

    /// <summary>What it was declared as.</summary>
    internal EndpointTarget Target { get; }

    /// <summary>The admitted form of <see cref="Address"/>, which is what is dialled.</summary>
    internal GuardedAddress Guarded { get; }

    internal OutlierState Health { get; }

    internal EndpointPool Pool { get; }

    /// <summary>How long it takes to answer; null when endpoints are not chosen by that.</summary>
    internal LatencyAverage? Latency { get; }

    /// <summary>An attempt starts; exactly one <see cref="EndRequest"/> follows.</summary>
    public void BeginRequest() => Interlocked.Increment(ref _activeRequests);

    /// <summary>An attempt ended; its outcome feeds outlier detection.</summary>
    public void EndRequest(EndpointOutcome outcome)
    {
        Interlocked.Decrement(ref _activeRequests);
        if (Latency is { } latency && outcome is EndpointOutcome.ConnectFailure or EndpointOutcome.Timeout or EndpointOutcome.Reset)
            latency.Observe(FailureLatency);
        _detector?.Record(this, outcome);
    }
}
