using System.Buffers;
using System.Text;
using EgressPipeline.Http1;
using EgressPipeline.Http2;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Sniffing;
using EgressPipeline.Transport;
using EgressPipeline.Upstream;

namespace EgressPipeline.Streams;

/// <summary>
/// What follows an allowed CONNECT. A port declared for HTTP is governed request by request inside the tunnel; any other
/// is connected first (so that a failure is an honest answer to CONNECT) and relayed. TLS inside must name the host that
/// was authorized.
/// </summary>
internal sealed class ConnectTunnel(HttpPipeline pipeline)
{
    private readonly StreamRelay _relay = new(pipeline.Services);
    private readonly StreamGate _gate = new(pipeline.Services);

    public async Task RunAsync(SocketConnection client, ConnectRequest request)
    {
        if (request.Decision.Port is { Protocol: PortProtocol.Http })
        {
            request.Snapshot.Filters.Leave(); // every request inside enters by itself
            if (await EstablishAsync(client))
                await ServeHttpAsync(client, request);
            return;
        }
        var call = new StreamCall(client, request.Snapshot, CallKind.Connect, pipeline.Services)
        {
            Host = request.Host,
            Port = request.Port,
            Decision = request.Decision,
        };
        await RelayAsync(call);
        StreamRecorder.Record(pipeline.Services, call);
        StreamGate.Close(call);
    }

    private async Task ServeHttpAsync(SocketConnection client, ConnectRequest request)
    {
        var origin = new Http1Origin(null, AllowsConnect: false, request.Host, request.Port);
        bool isHttp2;
        using (var http = new Http1Connection(pipeline, client, origin))
        {
            await http.RunAsync();
            isHttp2 = http.IsHttp2;
        }
        if (isHttp2)
            await new Http2Connection(pipeline, client, origin, pipeline.Http2).RunAsync();
    }

    private async Task RelayAsync(StreamCall call)
    {
        var upstream = await _gate.JudgeAsync(call, mayPeek: false) && call.TryEnterLimits() ? await _relay.ConnectAsync(call, pipeline.Services.Lifetime.Closing) : null;
        if (upstream is null)
        {
            LocalReply.WriteAndClose(call.Client.Transport.Output, call.Failure, call.Decision, call.Detail, call.Filters?.RefusedBy, call.Limits.Refusal);
            await call.Client.Transport.Output.FlushAsync();
            return;
        }
        if (!await EstablishAsync(call.Client) || !await IsAgreedAsync(call))
        {
            StreamRelay.Discard(call, upstream);
            return;
        }
        await _relay.RelayAsync(call, upstream);
    }

    private static async ValueTask<bool> EstablishAsync(SocketConnection client)
    {
        client.Transport.Output.Write("HTTP/1.1 200 Connection Established\r\n\r\n"u8);
        return !(await client.Transport.Output.FlushAsync()).IsCompleted;
    }

    /// <summary>TLS must be TLS, and its name must be the authorized one: anything else is another service behind the same address.</summary>
    private async ValueTask<bool> IsAgreedAsync(StreamCall call)
    {
        if (call.Decision.Port is not { Protocol: PortProtocol.Https or PortProtocol.Tls })
            return true;
        var sniffed = await pipeline.Sniffer.SniffAsync(call.Client.Transport.Input);
        call.Sni = sniffed.Hello?.Sni ?? "";
        var agreed = sniffed.Protocol == SniffedProtocol.Tls && (call.Sni.Length == 0 || Ascii.EqualsIgnoreCase(call.Host, call.Sni));
        if (agreed)
            return true;
        if (sniffed.Protocol is SniffedProtocol.Closed)
            call.Failure = new EgressError(EgressErrorReason.ClientClosed, FailureSide.Downstream, Retryability.Never);
        else
        {
            call.Failure = new EgressError(EgressErrorReason.Misdirected, FailureSide.Downstream, Retryability.Never);
            call.Detail = sniffed.Protocol == SniffedProtocol.Tls ? "the SNI differs from the host of CONNECT" : "the tunnel carries no TLS, but its port is declared for TLS";
            call.Client.Abort();
        }
        return false;
    }
}
