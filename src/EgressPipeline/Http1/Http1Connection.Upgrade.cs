using EgressPipeline.Relay;
using EgressPipeline.Streams;
using EgressPipeline.Transport;

namespace EgressPipeline.Http1;

/// <summary>
/// The time after 101: both sides speak another protocol (WebSocket), and bytes pass in both directions as they come,
/// close frames included, until both have ended or neither has spoken for too long.
/// </summary>
internal sealed partial class Http1Connection
{
    private async ValueTask RelayUpgradedAsync()
    {
        // A route's timeout bounds the handshake, and a side that has finished speaking may still listen.
        _interrupt.Disarm();
        _interrupt.Release();
        _client.OnPeerClosed(null, null);
        _responseBegun = true;
        _keepClient = false;
        var limits = new RelayLimits(_services.Options.Limits.RelayIdleTimeout, _services.Heartbeat) { Meter = RelayMeter.For(_exchange.Limits) };
        var upstream = new RelayPeer(_upstream!.Input, _upstream.Output, _upstream.Socket);
        var result = await TcpRelay.RunAsync((SocketConnection)_client, upstream, limits, _services.Lifetime.Closing);
        if (result.End == RelayEnd.IdleTimeout)
            _services.Metrics.LimitsHit[Telemetry.LimitKind.RelayIdle].Increment();
        _exchange.BytesFromClient = result.BytesSent;
        _exchange.BytesFromService = result.BytesReceived;
        _exchange.Failure = result.Error;
        if (result.End == RelayEnd.Metered)
            _exchange.Flags |= Pipeline.ResponseFlags.RateLimited;
        _step = Http1Step.Complete;
    }
}
