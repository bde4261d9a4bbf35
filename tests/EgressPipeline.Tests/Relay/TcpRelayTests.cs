using System.Net.Security;
using System.Net.Sockets;
using EgressPipeline.Listening;
using EgressPipeline.Relay;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Transport;
using EgressPipeline.Transport;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.Relay;

public sealed class TcpRelayTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly RelayCounters _counters = new();
    private readonly CancellationTokenSource _cancellation = new();
    private Heartbeat _heartbeat = null!;
    private SocketPair _client = null!;
    private SocketPair _upstream = null!;
    private Task<RelayResult> _relay = null!;

    public async ValueTask InitializeAsync()
    {
        _heartbeat = new Heartbeat(_time);
        _client = await SocketPair.ConnectAsync();
        _upstream = await SocketPair.ConnectAsync();
        _relay = TcpRelay.RunAsync(_client.Connection, _upstream.Connection, new RelayLimits(TimeSpan.FromSeconds(30), _heartbeat), _counters, _cancellation.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _upstream.DisposeAsync();
        _heartbeat.Dispose();
        _cancellation.Dispose();
    }

    [Fact]
    public async Task RunAsync_BothDirections_CarryEveryByteAndCountIt()
    {
        var up = SocketPipeReaderTests.RandomBytes(5_000_000);
        var down = SocketPipeReaderTests.RandomBytes(3_000_000);

        var results = await Task.WhenAll(
            SendAndEndAsync(_client.Peer, up), SendAndEndAsync(_upstream.Peer, down),
            ReceiveAllAsync(_upstream.Peer), ReceiveAllAsync(_client.Peer)).Within();

        Assert.Equal(up, results[2]);
        Assert.Equal(down, results[3]);
        Assert.Equal(new RelayResult(up.Length, down.Length, RelayEnd.Completed), await _relay.Within());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_OneSideEnds_TheOtherStillAnswers(bool clientEnds)
    {
        var (ending, other) = clientEnds ? (_client.Peer, _upstream.Peer) : (_upstream.Peer, _client.Peer);

        await SendAndEndAsync(ending, "question"u8.ToArray());
        Assert.Equal("question"u8.ToArray(), await ReceiveAllAsync(other).Within());
        Assert.False(_relay.IsCompleted);
        await SendAndEndAsync(other, "answer"u8.ToArray());

        Assert.Equal("answer"u8.ToArray(), await ReceiveAllAsync(ending).Within());
        Assert.Equal(RelayEnd.Completed, (await _relay.Within()).End);
    }

    [Fact]
    public async Task RunAsync_UpstreamResets_TheClientIsReset()
    {
        _upstream.ResetPeer();

        Assert.Equal(SocketError.ConnectionReset, await ReceiveErrorAsync(_client.Peer));
        var result = await _relay.Within();
        Assert.Equal(RelayEnd.UpstreamFailed, result.End);
        Assert.Equal(EgressErrorReason.UpstreamReset, result.Error.Reason);
    }

    [Fact]
    public async Task RunAsync_ClientResets_TheUpstreamIsReset()
    {
        _client.ResetPeer();

        Assert.Equal(SocketError.ConnectionReset, await ReceiveErrorAsync(_upstream.Peer));
        var result = await _relay.Within();
        Assert.Equal(RelayEnd.ClientFailed, result.End);
        Assert.Equal(EgressErrorReason.ClientClosed, result.Error.Reason);
    }

    [Fact]
    public async Task RunAsync_NothingMoves_EndsAtTheIdleTime()
    {
        _time.Advance(TimeSpan.FromSeconds(29));
        await _client.Peer.SendAsync("x"u8.ToArray());
        Assert.Equal(1, await _upstream.Peer.ReceiveAsync(new byte[8]));
        await Deadline.UntilAsync(() => _counters.Sent == 1);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(_relay.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(new RelayResult(1, 0, RelayEnd.IdleTimeout), await _relay.Within());
        Assert.Equal(0, _heartbeat.Count);
    }

    [Fact]
    public async Task RunAsync_PeerNeverReads_EndsAtTheIdleTimeToo()
    {
        var sending = SendAndEndAsync(_client.Peer, new byte[50_000_000]);
        await Deadline.UntilAsync(() => _counters.Sent > 0);
        var sent = -1L;
        await Deadline.UntilAsync(() => sent == (sent = _counters.Sent));

        while (!_relay.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        Assert.Equal(RelayEnd.IdleTimeout, (await _relay.Within()).End);
        await Record.ExceptionAsync(() => sending);
    }

    [Fact]
    public async Task RunAsync_Cancelled_ResetsBothSides()
    {
        await _cancellation.CancelAsync();

        Assert.Equal(RelayEnd.Cancelled, (await _relay.Within()).End);
        Assert.Equal(SocketError.ConnectionReset, await ReceiveErrorAsync(_client.Peer));
        Assert.Equal(SocketError.ConnectionReset, await ReceiveErrorAsync(_upstream.Peer));
    }

    [Fact]
    public async Task RunAsync_LongestTimeIsOver_ResetsBothHoweverBusy()
    {
        await using var client = await SocketPair.ConnectAsync();
        await using var upstream = await SocketPair.ConnectAsync();
        var counters = new RelayCounters();
        var relay = TcpRelay.RunAsync(client.Connection, upstream.Connection, new RelayLimits(TimeSpan.Zero, _heartbeat) { MaxDuration = TimeSpan.FromSeconds(5) }, counters, CancellationToken.None);
        for (var second = 1; second <= 4; second++)
        {
            await client.Peer.SendAsync("x"u8.ToArray());
            await Deadline.UntilAsync(() => counters.Sent == second);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(relay.IsCompleted);
        }
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(RelayEnd.DurationReached, (await relay.Within()).End);
        Assert.Equal(SocketError.ConnectionReset, await ReceiveErrorAsync(client.Peer));
    }

    [Fact]
    public async Task RunAsync_CountersAreLive()
    {
        await _client.Peer.SendAsync(new byte[1234]);
        await Deadline.UntilAsync(() => _counters.Sent == 1234);
        await _upstream.Peer.SendAsync(new byte[77]);
        await Deadline.UntilAsync(() => _counters.Received == 77);
        Assert.False(_relay.IsCompleted);
    }

    [Fact]
    public async Task RunAsync_BytesReadBeforeTheRelay_GoFirst()
    {
        await using var client = await SocketPair.ConnectAsync();
        await using var upstream = await SocketPair.ConnectAsync();
        await client.Peer.SendAsync("hello"u8.ToArray());
        var peeked = await client.Connection.Input.ReadAsync();
        client.Connection.Input.AdvanceTo(peeked.Buffer.Start, peeked.Buffer.End);
        client.Connection.StartReadAhead();

        var relay = TcpRelay.RunAsync(client.Connection, upstream.Connection, new RelayLimits(TimeSpan.Zero, _heartbeat), CancellationToken.None);
        await SendAndEndAsync(client.Peer, " world"u8.ToArray());

        Assert.Equal("hello world"u8.ToArray(), await ReceiveAllAsync(upstream.Peer).Within());
        upstream.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(11, (await relay.Within()).BytesSent);
    }

    private static async Task<byte[]> SendAndEndAsync(Socket socket, byte[] bytes)
    {
        await socket.SendAsync(bytes);
        socket.Shutdown(SocketShutdown.Send);
        return bytes;
    }

    internal static async Task<byte[]> ReceiveAllAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int received;
        while ((received = await socket.ReceiveAsync(buffer)) > 0)
            all.Write(buffer, 0, received);
        return all.ToArray();
    }

    private static async Task<SocketError> ReceiveErrorAsync(Socket socket)
    {
        var error = await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(new byte[1]).Within());
        return error.SocketErrorCode;
    }
}
