using System.Net.Security;
using System.Net.Sockets;
using EgressPipeline.Listening;
using EgressPipeline.Relay;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Transport;
using EgressPipeline.Tls;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Relay;

/// <summary>A plain client relayed to an upstream behind TLS, as after TLS origination.</summary>
public sealed class TlsRelayTests : IAsyncLifetime
{
    private readonly Heartbeat _heartbeat = new(TimeProvider.System);
    private readonly TestAuthority _authority = new();
    private SocketPair _client = null!;
    private SocketConnection _upstream = null!;
    private TlsChannel _channel = null!;
    private SslStream _server = null!;
    private Socket _serverSocket = null!;
    private Task<RelayResult> _relay = null!;

    public async ValueTask InitializeAsync()
    {
        _client = await SocketPair.ConnectAsync();
        (var socket, _serverSocket) = await SocketPair.ConnectSocketsAsync();
        _upstream = SocketConnection.FromConnected(socket);
        var originated = new SslStream(new NetworkStream(socket));
        _server = new SslStream(new NetworkStream(_serverSocket));
        using var certificate = _authority.IssueServer("example.com");
        var serving = _server.AuthenticateAsServerAsync(certificate);
        await originated.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "example.com",
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        });
        await serving;
        _channel = new TlsChannel(originated, peerSubject: "");
        _relay = TcpRelay.RunAsync(_client.Connection, new RelayPeer(_channel.Input, _channel.Output, _upstream), new RelayLimits(TimeSpan.FromMinutes(1), _heartbeat), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _upstream.Abort();
        await _channel.DisposeAsync();
        await _upstream.DisposeAsync();
        _serverSocket.Dispose();
        _heartbeat.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task RunAsync_BothDirections_CarryEveryByte_AndTheEndIsACloseNotify()
    {
        var up = SocketPipeReaderTests.RandomBytes(2_000_000);
        var down = SocketPipeReaderTests.RandomBytes(1_000_000);
        var sending = Task.Run(async () =>
        {
            await _client.Peer.SendAsync(up);
            _client.Peer.Shutdown(SocketShutdown.Send);
        });
        var answering = Task.Run(async () =>
        {
            await _server.WriteAsync(down);
            await _server.ShutdownAsync();
            _serverSocket.Shutdown(SocketShutdown.Send);
        });
        using var received = new MemoryStream();
        var reading = _server.CopyToAsync(received);

        Assert.Equal(down, await TcpRelayTests.ReceiveAllAsync(_client.Peer).Within());
        await Task.WhenAll(sending, answering, reading).Within();

        Assert.Equal(up, received.ToArray());
        Assert.Equal(new RelayResult(up.Length, down.Length, RelayEnd.Completed), await _relay.Within());
    }

    [Fact]
    public async Task RunAsync_UpstreamResets_TheClientIsReset()
    {
        _serverSocket.LingerState = new LingerOption(true, 0);
        _serverSocket.Dispose();

        var error = await Assert.ThrowsAsync<SocketException>(async () => await _client.Peer.ReceiveAsync(new byte[1]).Within());

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        Assert.Equal(RelayEnd.UpstreamFailed, (await _relay.Within()).End);
    }

    [Fact]
    public async Task RunAsync_ClientResets_TheUpstreamIsReset()
    {
        _client.ResetPeer();

        await Assert.ThrowsAnyAsync<IOException>(async () => await _server.ReadAsync(new byte[1]).AsTask().Within());
        Assert.Equal(RelayEnd.ClientFailed, (await _relay.Within()).End);
    }
}
