using EgressPipeline.Clusters;

namespace EgressPipeline.Upstream;

/// <summary>Gives out connections to endpoints: idle ones of the endpoint's pool, or new ones. Safe for concurrent use.</summary>
internal sealed class UpstreamConnector(UpstreamServices services)
{
    internal UpstreamServices Services { get; } = services;

    /// <summary>
    /// A connection for one HTTP/1.1 exchange, secured as the cluster says. An idle pooled one is given at once,
    /// synchronously and without allocation; otherwise a new one is made within the cluster's connect timeout.
    /// A caller whose token fired gets a failure, never an exception.
    /// </summary>
    public ValueTask<ConnectResult> LeaseAsync(EndpointState endpoint, PickRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A connection of its own, never pooled, for a relay.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="request">The call.</param>
    /// <param name="withTls">True to secure it as the cluster says; false when the application's own TLS passes through.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public ValueTask<ConnectResult> ConnectAsync(EndpointState endpoint, PickRequest request, bool withTls, CancellationToken cancellationToken) => throw new NotImplementedException();
}
