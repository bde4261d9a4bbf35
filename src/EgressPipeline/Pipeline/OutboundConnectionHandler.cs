using System.Net;
using System.Text;
using EgressPipeline.Http1;
using EgressPipeline.Http2;
using EgressPipeline.Interception;
using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Verifying;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Sniffing;
using EgressPipeline.Streams;
using EgressPipeline.Telemetry;
using EgressPipeline.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Pipeline;

/// <summary>
/// The transparent listener: finds out where the application wanted to go and what it speaks, and sends the connection on
/// one of three ways. A connection that was not redirected is served by its Host or SNI and can never be sent back here.
/// </summary>
internal sealed partial class OutboundConnectionHandler(HttpPipeline pipeline)
{
    private const int DefaultTlsPort = 443;

    private readonly StreamRelay _relay = new(pipeline.Services);
    private readonly StreamGate _gate = new(pipeline.Services);
    private readonly HttpGate _httpGate = new(pipeline.Services);
    private readonly LoopGuard? _transparent = pipeline.Services.Options.OutboundTproxy ? pipeline.Services.LoopGuard : null;

    /// <summary>Serves one accepted connection to its end.</summary>
    public async Task OnConnectionAsync(ConnectionContext context)
    {
        using var counted = new CountedConnection(pipeline.Services.Metrics, ListenerKind.Outbound);
        var client = (SocketConnection)context;
        var original = OriginalDestination.TryGet(client.Socket, _transparent, out var dialled) ? dialled : null;
        if (original is not null && !await MayServeAsync(client, original))
            return;
        if (original is not null && IsDeclaredTcp(client, original) is { } tcp)
        {
            await RelayAsync(tcp, mayPeek: false); // a server may speak first here: nothing to wait for
            return;
        }
        var sniffed = await pipeline.Sniffer.SniffAsync(client.Transport.Input);
        switch (sniffed.Protocol)
        {
            case SniffedProtocol.Http1:
                await ServeHttpAsync(client, original);
                return;
            case SniffedProtocol.Http2 when !IsPassedOn(client, original):
                await ServeHttpAsync(client, original, isHttp2: true);
                return;
            case SniffedProtocol.Tls:
                await RelayAsync(TlsCall(client, original, sniffed.Hello?.Sni ?? ""));
                return;
            case SniffedProtocol.Closed:
                return;
            default:
                await RelayAsync(TcpCall(client, original));
                return;
        }
    }

    /// <summary>False for the canary, which has been answered, and when this process's own connections come back to it.</summary>
    private async ValueTask<bool> MayServeAsync(SocketConnection client, IPEndPoint original)
    {
        var services = pipeline.Services;
        if (InterceptCanary.IsDialled(original))
        {
            await client.Transport.Output.WriteAsync(InterceptCanary.Answer);
            return false;
        }
        services.OwnTraffic.Ask(original.Port, OnOwnTrafficReturns, services.Lifetime.Closing);
        if (!services.OwnTraffic.Returns)
            return true;
        client.Abort();
        return false;
    }

    private void OnOwnTrafficReturns()
    {
        var owner = ProcessOwner.Read();
        Log.OwnTrafficReturns(pipeline.Services.LoggerFactory.CreateLogger<OutboundConnectionHandler>(), owner.Uid, owner.Gid);
    }

    private async Task ServeHttpAsync(SocketConnection client, IPEndPoint? original, bool isHttp2 = false)
    {
        using var gate = await _httpGate.OpenAsync(client, original, mayPeek: true);
        if (!gate.IsOpen)
        {
            client.Abort();
            return;
        }
        var origin = original is null ? Http1Origin.ByHost : new Http1Origin(original, AllowsConnect: false);
        if (isHttp2)
            await new Http2Connection(pipeline, client, origin, pipeline.Http2).RunAsync();
        else
        {
            using var http = new Http1Connection(pipeline, client, origin);
            await http.RunAsync();
        }
        await LingeringClose.RunAsync(client, pipeline.Services.Heartbeat);
    }

    private async Task RelayAsync(StreamCall call, bool mayPeek = true)
    {
        if (call.Decision.Rule is null && !call.Failure.IsError)
            call.Decide();
        if (call.Decision.IsAllowed && await _gate.JudgeAsync(call, mayPeek) && call.TryEnterLimits() && await _relay.ConnectAsync(call, pipeline.Services.Lifetime.Closing) is { } upstream)
            await _relay.RelayAsync(call, upstream);
        else
            call.Client.Abort(); // a reset says "refused"; a clean end would look like an empty answer
        StreamRecorder.Record(pipeline.Services, call);
        StreamGate.Close(call);
    }

    private StreamCall? IsDeclaredTcp(SocketConnection client, IPEndPoint original)
    {
        var call = TcpCall(client, original);
        var found = PolicyEngine.Lookup(call.Snapshot.Plan, call.Facts());
        if (found is { Reason: DecisionReason.Allowed, Port.Protocol: PortProtocol.Tcp or PortProtocol.Mongo })
            return call;
        StreamGate.Close(call);
        return null;
    }

    /// <summary>
    /// Services are called in HTTP/1.1. One that is declared to speak HTTP/2, and one that is let through without being declared,
    /// may understand nothing else: the bytes are passed on, judged by address.
    /// </summary>
    private bool IsPassedOn(SocketConnection client, IPEndPoint? original)
    {
        if (original is null)
            return false;
        var call = TcpCall(client, original);
        var found = PolicyEngine.Lookup(call.Snapshot.Plan, call.Facts());
        StreamGate.Close(call);
        return found is { Reason: DecisionReason.Allowed, Port.Protocol: PortProtocol.Http2 or PortProtocol.Grpc }
            or { Reason: DecisionReason.AllowedUnregistered or DecisionReason.AuditedUnregistered };
    }

    private StreamCall TcpCall(SocketConnection client, IPEndPoint? original) =>
        new(client, pipeline.Services.Snapshots.Enter(), CallKind.Tcp, pipeline.Services)
        {
            OriginalDestination = original,
            Port = original?.Port ?? 0,
        };

    private StreamCall TlsCall(SocketConnection client, IPEndPoint? original, string sni) =>
        new(client, pipeline.Services.Snapshots.Enter(), CallKind.Tls, pipeline.Services)
        {
            OriginalDestination = original,
            Port = original?.Port ?? DefaultTlsPort,
            Host = Encoding.ASCII.GetBytes(sni.ToLowerInvariant()),
            Sni = sni,
        };

    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Critical, "this sidecar's own connections are intercepted and come back to it, so none is served: it runs as uid {Uid} and gid {Gid}; run it as an exempt one, or exempt these")]
        public static partial void OwnTrafficReturns(ILogger logger, uint uid, uint gid);
    }
}
