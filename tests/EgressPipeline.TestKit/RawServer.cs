using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;

namespace EgressPipeline.TestKit;

/// <summary>
/// A scripted upstream, on a free port of 127.0.0.1 unless told otherwise. Each accepted connection is handed to the script; without one,
/// <see cref="AcceptAsync"/> hands the connections to the test in the order they came.
/// </summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<RawConnection, Task>? _script;
    private readonly TlsSettings? _tls;
    private readonly Channel<RawConnection> _accepted = Channel.CreateUnbounded<RawConnection>();
    private readonly ConcurrentDictionary<RawConnection, byte> _open = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private int _connections;

    private RawServer(Func<RawConnection, Task>? script, TlsSettings? tls, IPEndPoint at)
    {
        _script = script;
        _tls = tls;
        _listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(at);
        _listener.Listen(512);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _ = AcceptLoopAsync();
    }

    /// <summary>Starts listening. The connection is closed when the script ends; what it throws is kept in <see cref="Failures"/>.</summary>
    /// <param name="script">Serves one connection.</param>
    /// <param name="tls">Null = plain.</param>
    /// <param name="address">Null = 127.0.0.1.</param>
    /// <param name="port">0 = any free one. Another one must be free.</param>
    public static RawServer Start(Func<RawConnection, Task>? script = null, TlsSettings? tls = null, IPAddress? address = null, int port = 0) =>
        new(script, tls, new IPEndPoint(address ?? IPAddress.Loopback, port));

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }
    /// <summary>The port it listens on.</summary>
    public int Port => EndPoint.Port;

    /// <summary>TCP connections accepted so far, failed TLS handshakes included.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections whose script runs, or that the test took, and that were not disposed.</summary>
    public int Open => _open.Count;

    /// <summary>What scripts and TLS handshakes threw; a peer that leaves early is among it.</summary>
    public IReadOnlyCollection<Exception> Failures => _failures;

    /// <summary>The next connection, when the server has no script. Waits at most <see cref="Deadline.Default"/>.</summary>
    public Task<RawConnection> AcceptAsync() => _accepted.Reader.ReadAsync().AsTask().Within("a connection at the upstream");

    /// <summary>Stops accepting and resets what is open: the address refuses from now on.</summary>
    public void Stop()
    {
        _listener.Dispose();
        foreach (var connection in _open.Keys)
            connection.Reset();
    }

    /// <summary>The same as <see cref="Stop"/>.</summary>
    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptLoopAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        RawConnection? connection = null;
        try
        {
            connection = await SecureAsync(socket);
            _open[connection] = 0;
            if (_script is null)
                await _accepted.Writer.WriteAsync(connection);
            else
                await _script(connection);
        }
        catch (Exception error)
        {
            _failures.Enqueue(error);
        }
        if (connection is null)
            socket.Dispose();
        else if (_script is not null)
            await EndAsync(connection);
    }

    private async Task EndAsync(RawConnection connection)
    {
        _open.TryRemove(connection, out _);
        await connection.DisposeAsync();
    }

    private async Task<RawConnection> SecureAsync(Socket socket)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (_tls is null)
            return new RawConnection(socket, plain);
        var serverName = "";
        var tls = new SslStream(plain, leaveInnerStreamOpen: false);
        using var limit = new CancellationTokenSource(Deadline.Default);
        await tls.AuthenticateAsServerAsync((_, hello, _, _) =>
        {
            serverName = hello.ServerName;
            return ValueTask.FromResult(Options(_tls));
        }, null, limit.Token);
        var peer = tls.RemoteCertificate as X509Certificate2;
        var alpn = tls.NegotiatedApplicationProtocol.ToString();
        return new RawConnection(socket, tls) { Tls = new TlsFacts(serverName, tls.SslProtocol, alpn, peer) };
    }

    private static SslServerAuthenticationOptions Options(TlsSettings settings) => new()
    {
        ServerCertificate = settings.Certificate,
        EnabledSslProtocols = settings.Protocols,
        ClientCertificateRequired = settings.ClientAuthority is not null,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ApplicationProtocols = [.. settings.Alpn.Select(name => new SslApplicationProtocol(name))],
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            settings.ClientAuthority is not { } authority || (certificate is X509Certificate2 client && authority.Trusts(client)),
    };
}
