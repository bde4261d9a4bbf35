using System.Diagnostics;
using System.Net;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Hosting;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Relay;
using EgressPipeline.Routing;
using EgressPipeline.Upstream;

namespace EgressPipeline.Streams;

/// <summary>Acts on an allowed <see cref="StreamCall"/>: choose an endpoint, connect, relay until one side ends.</summary>
internal sealed class StreamRelay(SidecarServices services)
{
    private readonly Random _random = new();

    /// <summary>
    /// Connects the call to its cluster. On failure the call carries the error and null comes back; nothing was sent to
    /// the client yet. On success the caller relays or aborts.
    /// </summary>
    public async ValueTask<UpstreamConnection?> ConnectAsync(StreamCall call, CancellationToken cancellationToken)
    {
        var cluster = call.Cluster = ChooseCluster(call);
        if (!cluster.TryAdmit())
            return Fail(call, new EgressError(EgressErrorReason.Overflow, FailureSide.Local, Retryability.Never), null);
        var upstream = await TryEndpointAsync(call, cluster, cancellationToken);
        if (upstream is null)
            cluster.Release();
        return upstream;
    }

    /// <summary>Relays both directions, then frees what <see cref="ConnectAsync"/> took.</summary>
    public async ValueTask RelayAsync(StreamCall call, UpstreamConnection upstream)
    {
        call.Snapshot.SeriesOf(call.Cluster).TcpOpened();
        try
        {
            var pool = call.Cluster!.Plan.Pool;
            var idle = pool.IdleTimeout > TimeSpan.Zero ? pool.IdleTimeout : services.Options.Limits.RelayIdleTimeout;
            var limits = new RelayLimits(idle, services.Heartbeat) { MaxDuration = pool.MaxConnectionDuration, Meter = RelayMeter.For(call.Limits) };
            var peer = new RelayPeer(upstream.Input, upstream.Output, upstream.Socket);
            var result = await TcpRelay.RunAsync(call.Client, peer, limits, services.Lifetime.Closing);
            call.Received = result.BytesSent;
            call.Sent = result.BytesReceived;
            call.Failure = result.Error;
            if (result.End == RelayEnd.Metered)
                call.FailByLimit();
        }
        finally
        {
            Free(call, upstream, EndpointOutcome.Success);
        }
    }

    /// <summary>Frees what <see cref="ConnectAsync"/> took when nothing will be relayed after all.</summary>
    public static void Discard(StreamCall call, UpstreamConnection upstream) => Free(call, upstream, EndpointOutcome.Neutral);

    private static void Free(StreamCall call, UpstreamConnection upstream, EndpointOutcome outcome)
    {
        call.Endpoint!.EndRequest(outcome);
        upstream.ReturnToPool(); // never pooled: an orderly close, since a reset would cut off what the kernel still has to send
        call.Cluster!.Release();
    }

    private ClusterState ChooseCluster(StreamCall call)
    {
        var decision = call.Decision;
        if (decision.Destinations is { Length: > 0 } destinations)
            return call.Snapshot.StateOf(WeightedChoice.Pick(destinations, decision.TotalWeight, _random).Cluster);
        return call.Snapshot.StateOf(decision.Port?.Cluster);
    }

    private async ValueTask<UpstreamConnection?> TryEndpointAsync(StreamCall call, ClusterState cluster, CancellationToken cancellationToken)
    {
        var host = cluster.Plan.IsExactHost ? cluster.Plan.Host : Encoding.ASCII.GetString(call.Host);
        var request = new PickRequest { Host = host, Port = call.Port, OriginalDestination = call.OriginalDestination ?? NamedAddress(call) };
        request.Source = call.Client.RemoteEndPoint as IPEndPoint;
        cluster.HashKey?.Take(request.Source, request);
        var picked = await cluster.PickAsync(request, cancellationToken);
        if (picked.Endpoint is not { } endpoint)
            return Fail(call, picked.Error, picked.Detail);
        call.Endpoint = endpoint;
        endpoint.BeginRequest();
        // The application's own TLS passes through; a plain TCP service may still be secured by its DestinationRule.
        var withTls = call.Kind == CallKind.Tcp && cluster.Plan.Tls.Mode != TlsMode.Disable;
        var began = Stopwatch.GetTimestamp();
        var connected = await services.Connector.ConnectAsync(endpoint, request, withTls, cancellationToken);
        if (connected.Connection is { } upstream)
        {
            endpoint.Latency?.Observe(Stopwatch.GetElapsedTime(began)); // nothing else is known of what a relay carries
            return upstream;
        }
        endpoint.EndRequest(EndpointOutcome.ConnectFailure);
        return Fail(call, connected.Error, connected.Detail);
    }

    /// <summary>A CONNECT that names an address says where the application wants to be, as an intercepted connection does.</summary>
    private static IPEndPoint? NamedAddress(StreamCall call) =>
        call.Kind == CallKind.Connect && IpLiteral.TryParse(call.Host, out var address) ? new IPEndPoint(address.ToAddress(), call.Port) : null;

    private static UpstreamConnection? Fail(StreamCall call, EgressError error, string? detail)
    {
        call.Failure = error;
        call.Detail = detail;
        return null;
    }
}
