using System.Net;
using System.Net.Sockets;
using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Tls;
using EgressPipeline.Transport;

namespace EgressPipeline.Upstream;

/// <summary>Gives out connections to endpoints: idle ones of the endpoint's pool, or new ones. Safe for concurrent use.</summary>
internal sealed class UpstreamConnector(UpstreamServices services)
{
    private readonly DeadlinePool _deadlines = new(services.Time);

    /// <summary>
    /// A connection for one HTTP/1.1 exchange, secured as the cluster says. An idle pooled one is given at once,
    /// synchronously and without allocation; otherwise a new one is made within the cluster's connect timeout.
    /// A caller whose token fired gets a failure, never an exception.
    /// </summary>
    public ValueTask<ConnectResult> LeaseAsync(EndpointState endpoint, PickRequest request, CancellationToken cancellationToken)
    {
        var serverName = endpoint.Cluster.ServerName(request);
        // A connection that begins with its caller's address is that caller's alone.
        if (endpoint.Cluster.Plan.ProxyProtocol != ProxyProtocol.None)
            return PendAsync(new Dial(endpoint, endpoint.Cluster.Tls, serverName, TlsOrigin.Http11, Preamble(endpoint, request), IsPooled: false), cancellationToken);
        if (endpoint.Pool.TryLease(serverName) is { } idle)
            return ValueTask.FromResult(ConnectResult.Connected(idle));
        return PendAsync(new Dial(endpoint, endpoint.Cluster.Tls, serverName, TlsOrigin.Http11, Preamble: null, IsPooled: true), cancellationToken);
    }

    /// <summary>A connection of its own, never pooled, for a relay.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="request">The call.</param>
    /// <param name="withTls">True to secure it as the cluster says; false when the application's own TLS passes through.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public ValueTask<ConnectResult> ConnectAsync(EndpointState endpoint, PickRequest request, bool withTls, CancellationToken cancellationToken)
    {
        var cluster = endpoint.Cluster;
        var alpn = cluster.Plan.Protocol is PortProtocol.Http or PortProtocol.Https ? TlsOrigin.Http11 : TlsOrigin.NoAlpn;
        return OpenAsync(new Dial(endpoint, withTls ? cluster.Tls : null, cluster.ServerName(request), alpn, Preamble(endpoint, request), IsPooled: false), cancellationToken);
    }

    /// <summary>A request that waits for a connection counts as pending.</summary>
    private async ValueTask<ConnectResult> PendAsync(Dial dial, CancellationToken cancellationToken)
    {
        var limits = dial.Endpoint.Cluster.Connections;
        if (!limits.TryBeginConnect())
            return Overflow(dial, "pending requests");
        try
        {
            return await OpenAsync(dial, cancellationToken);
        }
        finally
        {
            limits.Connected();
        }
    }

    /// <summary>Takes a slot under the connection bound, which stays taken until the connection closes.</summary>
    private async ValueTask<ConnectResult> OpenAsync(Dial dial, CancellationToken cancellationToken)
    {
        var cluster = dial.Endpoint.Cluster;
        // An idle connection of a sibling endpoint gives way rather than refuse a call.
        if (!cluster.Connections.TryOpen() && !(cluster.TryCloseIdle() && cluster.Connections.TryOpen()))
            return Overflow(dial, "connections");
        var result = await DialAsync(dial, cancellationToken);
        if (result.Connection is null)
            cluster.Connections.Closed();
        else
            services.Counters.CountConnection();
        return result;
    }

    private async ValueTask<ConnectResult> DialAsync(Dial dial, CancellationToken cancellationToken)
    {
        var address = dial.Endpoint.Guarded.EndPoint;
        if (services.Guard.IsLoop(address))
            return ConnectResult.Failed(Registry.AddressRefusal.Loop(address).Error, Registry.AddressRefusal.Loop(address).Text);

        var declared = dial.Endpoint.Cluster.Plan.Pool.ConnectTimeout;
        var bound = declared > TimeSpan.Zero ? declared : services.Options.ConnectTimeout;
        var deadline = _deadlines.Rent(bound);
        try
        {
            using var given = cancellationToken.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), deadline);
            return await DialAsync(dial, address, deadline.Token);
        }
        catch (Exception error) // the rim: whatever the network or a handshake does, it is a connection that did not come about
        {
            services.Counters.CountConnectFailure();
            var reason = error is OperationCanceledException && !cancellationToken.IsCancellationRequested ? $"not done within {bound.TotalMilliseconds:0} ms" : Describe(error);
            return ConnectResult.Failed(UpstreamErrors.ConnectFailed, $"connect to {dial.Endpoint.AddressText}: {reason}");
        }
        finally
        {
            _deadlines.Return(deadline);
        }
    }

    private async ValueTask<ConnectResult> DialAsync(Dial dial, IPEndPoint address, CancellationToken deadline)
    {
        var socket = OutboundSocket.Create(address.AddressFamily, dial.Endpoint.Cluster.Plan.Pool.Keepalive);
        try
        {
            var error = await ConnectOperation.ConnectAsync(socket, address, deadline);
            deadline.ThrowIfCancellationRequested();
            if (error != SocketError.Success)
                throw new SocketException((int)error);
            if (dial.Preamble is { } preamble)
                await SendAsync(socket, preamble, deadline);
            if (dial.Endpoint.Cluster.Plan.Tunnel is { } tunnel && await ProxyTunnel.OpenAsync(socket, tunnel, deadline) is { Length: > 0 } problem)
                return Refused(dial, socket, tunnel, problem);
            if (dial.Tls is null)
                return Connected(dial, socket, null);
            var secured = await dial.Tls.AuthenticateAsync(socket, dial.ServerName, dial.Alpn, deadline);
            if (secured.Channel is not null)
                return Connected(dial, socket, secured.Channel);
            services.Counters.CountTlsFailure();
            socket.Dispose();
            return ConnectResult.Failed(UpstreamErrors.TlsFailed, $"TLS with {dial.Endpoint.AddressText}: {secured.Problem}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static byte[]? Preamble(EndpointState endpoint, PickRequest request)
    {
        var version = endpoint.Cluster.Plan.ProxyProtocol;
        return version == ProxyProtocol.None ? null : ProxyProtocolHeader.Create(version, request.Source, request.OriginalDestination ?? endpoint.Address);
    }

    private static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
    }

    private static string Describe(Exception error) => error switch
    {
        SocketException socket => socket.SocketErrorCode.ToString(),
        OperationCanceledException => "given up by the caller",
        _ => error.Message,
    };

    private static ConnectResult Connected(Dial dial, Socket socket, TlsChannel? tls) =>
        ConnectResult.Connected(new UpstreamConnection(dial.Endpoint, SocketConnection.FromConnected(socket), tls, dial.ServerName, dial.IsPooled));

    private ConnectResult Refused(Dial dial, Socket socket, TunnelPlan tunnel, string problem)
    {
        socket.Dispose();
        services.Counters.CountConnectFailure();
        return ConnectResult.Failed(UpstreamErrors.ConnectFailed, $"tunnel through {dial.Endpoint.AddressText} to {tunnel.Host}:{tunnel.Port}: {problem}");
    }

    private ConnectResult Overflow(Dial dial, string what)
    {
        services.Counters.CountOverflow();
        return ConnectResult.Failed(UpstreamErrors.Overflow, $"{dial.Endpoint.Cluster.Plan.Name} has reached its bound of {what}");
    }
}
