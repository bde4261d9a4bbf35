using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EgressPipeline.Hosting;

/// <summary>Opens every listener on one server, or none: raw connections for the data plane, HTTP for admin and metrics.</summary>
internal sealed class SidecarListeners
{
    private readonly KestrelServerOptions _options = new() { AddServerHeader = false };
    private readonly List<ListenerBinding> _bindings = [];
    private readonly List<(ListenerBinding Binding, ListenOptions Socket)> _sockets = [];

    public IReadOnlyList<ListenerBinding> Bindings => _bindings;

    /// <summary>A listener whose connections a handler serves from the first byte to the last.</summary>
    /// <param name="name">As in the flag: <c>proxy</c>.</param>
    /// <param name="address">Null = off.</param>
    /// <param name="serve">Serves one connection to its end.</param>
    /// <param name="isIntercepting">True when the kernel sends connections of both families here.</param>
    public void AddRaw(string name, IPEndPoint? address, ConnectionDelegate serve, bool isIntercepting = false) => Add(name, address, _ => serve, isIntercepting);

    /// <summary>A listener that speaks HTTP/1.1 and answers from this process.</summary>
    public void AddHttp(string name, IPEndPoint? address, RequestDelegate handler) => Add(name, address, HttpEndpoints.ServedBy(handler));

    /// <summary>Binds and serves.</summary>
    /// <param name="transport">Opens the sockets.</param>
    /// <param name="bound">Told every real address before a connection is accepted there.</param>
    /// <param name="loggers">For the server.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running server, or what is wrong in one line; then nothing is left open.</returns>
    public async Task<(KestrelServer? Server, string? Problem)> StartAsync(IConnectionListenerFactory transport, Action<IPEndPoint> bound, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var reporting = new ReportingTransport(transport, bound);
        var server = new KestrelServer(Options.Create(_options), reporting, loggers);
        try
        {
            await server.StartAsync(new HttpEndpoints(), cancellationToken);
        }
        catch (Exception) when (reporting.Failure is not null)
        {
            server.Dispose();
            return (null, Explain(reporting.Failure.Value.Address, reporting.Failure.Value.Cause));
        }
        // Backwards, so that of two families the first one, IPv4, is the one that is told.
        for (var i = _sockets.Count - 1; i >= 0; i--)
            _sockets[i].Binding.Bound = _sockets[i].Socket.IPEndPoint!;
        return (server, null);
    }

    /// <summary>The addresses that a listener is bound to, once it is.</summary>
    public IReadOnlyList<IPEndPoint> BoundOf(string name) => [.. _sockets.Where(s => s.Binding.Name == name).Select(s => s.Socket.IPEndPoint!)];

    private void Add(string name, IPEndPoint? address, Func<ConnectionDelegate, ConnectionDelegate> middleware, bool isIntercepting = false)
    {
        if (address is null)
            return;
        var binding = new ListenerBinding(name, address);
        _bindings.Add(binding);
        foreach (var endpoint in ListenerBinding.Sockets(address, isIntercepting))
            _options.Listen(endpoint, socket =>
            {
                socket.Protocols = HttpProtocols.Http1;
                socket.Use(middleware);
                _sockets.Add((binding, socket));
            });
    }

    private string Explain(EndPoint address, Exception cause)
    {
        var flag = _sockets.First(s => s.Socket.EndPoint.Equals(address)).Binding.Name;
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
