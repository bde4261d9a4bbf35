using EgressPipeline.Http1;
using EgressPipeline.Http2;
using EgressPipeline.Streams;
using EgressPipeline.Telemetry;
using EgressPipeline.Transport;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Pipeline;

/// <summary>The explicit proxy: absolute-form requests are served, CONNECT becomes a tunnel.</summary>
internal sealed class ProxyConnectionHandler(HttpPipeline pipeline)
{
    private readonly ConnectTunnel _tunnel = new(pipeline);
    private readonly HttpGate _gate = new(pipeline.Services);

    /// <summary>Serves one accepted connection to its end.</summary>
    public async Task OnConnectionAsync(ConnectionContext context)
    {
        using var counted = new CountedConnection(pipeline.Services.Metrics, ListenerKind.Proxy);
        var client = (SocketConnection)context;
        using var gate = await _gate.OpenAsync(client, null, mayPeek: false);
        if (!gate.IsOpen)
        {
            client.Abort();
            return;
        }
        ConnectRequest? tunnel;
        bool isHttp2;
        using (var http = new Http1Connection(pipeline, client, Http1Origin.ExplicitProxy))
        {
            await http.RunAsync();
            tunnel = http.Tunnel;
            isHttp2 = http.IsHttp2;
        }
        if (tunnel is not null)
            await _tunnel.RunAsync(client, tunnel);
        if (isHttp2)
            await new Http2Connection(pipeline, client, Http1Origin.ExplicitProxy, pipeline.Http2).RunAsync();
        await LingeringClose.RunAsync(client, pipeline.Services.Heartbeat);
    }
}
