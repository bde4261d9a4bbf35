using System.Net;
using System.Net.Sockets;
using EgressPipeline.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EgressPipeline.Hosting;

/// <summary>Opens every listener, or none: raw connections for the data plane, HTTP for admin and metrics.</summary>
internal sealed class SidecarListeners
{
    private readonly KestrelServerOptions _options = new() { AddServerHeader = false };
    private readonly List<ListenerBinding> _bindings = [];
    private readonly List<ListenerSocket> _sockets = [];

    public IReadOnlyList<ListenerBinding> Bindings => _bindings;

    /// <summary>A listener whose connections a handler serves from the first byte to the last.</summary>
    /// <param name="name">As in the flag: <c>proxy</c>.</param>
    /// <param name="address">Null = off.</param>
    /// <param name="serve">Serves one connection to its end.</param>
    /// <param name="isIntercepting">True when the kernel sends connections of both families here.</param>
    public void AddRaw(string name, IPEndPoint? address, ConnectionDelegate serve, bool isIntercepting = false)
    {
        if (address is null)
            return;
        foreach (var endpoint in ListenerBinding.Sockets(address, isIntercepting))
            Add(name, address, endpoint).Serve = serve;
    }

    /// <summary>A listener that speaks HTTP/1.1 and answers from this process.</summary>
    public void AddHttp(string name, IPEndPoint? address, RequestDelegate handler)
    {
        if (address is null)
            return;
        foreach (var endpoint in ListenerBinding.Sockets(address))
            AddHttp(Add(name, address, endpoint), handler);
    }

    /// <summary>Binds and serves.</summary>
    /// <param name="transport">Opens the sockets.</param>
    /// <param name="bound">Told every real address before a connection is accepted there.</param>
    /// <param name="loggers">For the servers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running listeners, or what is wrong in one line; then nothing is left open.</returns>
    public async Task<(RunningListeners? Running, string? Problem)> StartAsync(IConnectionListenerFactory transport, Action<IPEndPoint> bound, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var reporting = new ReportingTransport(transport, bound);
        var raw = new List<(IConnectionListener Listener, ConnectionDelegate Serve)>();
        KestrelServer? http = null;
        try
        {
            foreach (var socket in _sockets)
                if (socket.Serve is { } serve)
                    raw.Add((await OpenAsync(socket, reporting, cancellationToken), serve));
            http = await StartHttpAsync(reporting, loggers, cancellationToken);
        }
        catch (Exception) when (reporting.Failure is not null)
        {
            foreach (var (listener, _) in raw)
                await listener.DisposeAsync();
            return (null, Explain(reporting.Failure.Value.Address, reporting.Failure.Value.Cause));
        }
        // Backwards, so that of two families the first one, IPv4, is the one that is told.
        for (var i = _sockets.Count - 1; i >= 0; i--)
            _sockets[i].Binding.Bound = _sockets[i].Bound;
        var connections = new ConnectionHost(loggers.CreateLogger<ConnectionHost>());
        foreach (var (listener, serve) in raw)
            connections.Serve(listener, serve);
        return (new RunningListeners(connections, http), null);
    }

    /// <summary>The addresses that a listener is bound to, once it is.</summary>
    public IReadOnlyList<IPEndPoint> BoundOf(string name) => [.. _sockets.Where(s => s.Binding.Name == name).Select(s => s.Bound)];

    private ListenerSocket Add(string name, IPEndPoint address, IPEndPoint endpoint)
    {
        var binding = _bindings.Find(known => known.Name == name);
        if (binding is null)
            _bindings.Add(binding = new ListenerBinding(name, address));
        var socket = new ListenerSocket(binding, endpoint);
        _sockets.Add(socket);
        return socket;
    }

    private void AddHttp(ListenerSocket socket, RequestDelegate handler) => _options.Listen(socket.Bound, options =>
    {
        options.Protocols = HttpProtocols.Http1;
        options.Use(HttpEndpoints.ServedBy(handler));
        socket.Http = options;
    });

    private static async Task<IConnectionListener> OpenAsync(ListenerSocket socket, ReportingTransport transport, CancellationToken cancellationToken)
    {
        var listener = await transport.BindAsync(socket.Wanted, cancellationToken);
        socket.Bound = (IPEndPoint)listener.EndPoint;
        return listener;
    }

    private async Task<KestrelServer?> StartHttpAsync(ReportingTransport transport, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (_sockets.TrueForAll(socket => socket.Http is null))
            return null;
        var server = new KestrelServer(Options.Create(_options), transport, loggers);
        try
        {
            await server.StartAsync(new HttpEndpoints(), cancellationToken);
        }
        catch
        {
            server.Dispose();
            throw;
        }
        foreach (var socket in _sockets)
            socket.Bound = socket.Http?.IPEndPoint ?? socket.Bound;
        return server;
    }

    private string Explain(EndPoint address, Exception cause)
    {
        var flag = _sockets.First(s => s.Wanted.Equals(address)).Binding.Name;
        var reason = cause switch
        {
            AddressInUseException => "is in use by another process; stop it or choose another port",
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "is no address of this machine; use 127.0.0.1, or * for every interface",
            SocketException { SocketErrorCode: SocketError.AccessDenied } => "may not be bound by this user; choose a port from 1024 up",
            _ => "cannot be bound: " + cause.Message,
        };
        return $"--{flag}: {address} {reason}";
    }
}
