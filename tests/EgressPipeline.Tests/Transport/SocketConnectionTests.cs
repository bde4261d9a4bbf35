using System.Buffers;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Transport;
using Microsoft.AspNetCore.Connections.Features;

namespace EgressPipeline.Tests.Transport;

public sealed class SocketConnectionTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Abort_PeerSeesAReset()
    {
        await using var pair = await SocketPair.ConnectAsync();

        pair.Connection.Abort();

        var error = await Assert.ThrowsAsync<SocketException>(async () => await pair.Peer.ReceiveAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task DisposeAsync_PeerSeesAnOrderlyEnd()
    {
        await using var pair = await SocketPair.ConnectAsync();

        await pair.Connection.DisposeAsync();

        Assert.Equal(0, await pair.Peer.ReceiveAsync(new byte[1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StartReadAhead_PeerCloses_CallsBackOnceAndCancelsTheToken(bool reset)
    {
        await using var pair = await SocketPair.ConnectAsync();
        var closed = new TaskCompletionSource();
        var calls = 0;
        pair.Connection.OnPeerClosed(_ =>
        {
            Interlocked.Increment(ref calls);
            closed.TrySetResult();
        }, null);
        var token = pair.Connection.ConnectionClosed;
        pair.Connection.StartReadAhead();
        Assert.False(pair.Connection.IsPeerClosed);

        if (reset)
            pair.ResetPeer();
        else
            pair.Peer.Shutdown(SocketShutdown.Send);

        await closed.Task.WaitAsync(Bound);
        Assert.True(pair.Connection.IsPeerClosed);
        Assert.True((await pair.Connection.Input.ReadAsync()).IsCompleted);
        Assert.Equal(reset ? SocketError.ConnectionReset : SocketError.Success, pair.Connection.ReadError);
        await WhenCancelledAsync(token);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task StartReadAhead_BytesArrive_AreKeptForTheNextRead()
    {
        await using var pair = await SocketPair.ConnectAsync();
        pair.Connection.StartReadAhead();
        pair.Connection.StartReadAhead();
        await pair.Peer.SendAsync("early"u8.ToArray());

        var read = await pair.Connection.Input.ReadAsync().AsTask().WaitAsync(Bound);

        Assert.Equal("early", Encoding.ASCII.GetString(read.Buffer));
        Assert.False(pair.Connection.IsPeerClosed);
    }

    [Fact]
    public async Task OnPeerClosed_SetAfterTheClose_RunsAtOnce()
    {
        await using var pair = await SocketPair.ConnectAsync();
        pair.Peer.Shutdown(SocketShutdown.Send);
        await pair.Connection.Input.ReadAsync();
        object? seen = null;

        pair.Connection.OnPeerClosed(state => seen = state, "state");

        Assert.Equal("state", seen);
    }

    [Fact]
    public async Task OnPeerClosed_Removed_IsNotCalled()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var called = false;
        pair.Connection.OnPeerClosed(_ => called = true, null);
        pair.Connection.OnPeerClosed(null, null);
        pair.Peer.Shutdown(SocketShutdown.Send);

        Assert.True((await pair.Connection.Input.ReadAsync()).IsCompleted);
        Assert.False(called);
    }

    [Fact]
    public async Task Features_OfAConnection_AreTheConnectionItself()
    {
        await using var pair = await SocketPair.ConnectAsync();

        Assert.Same(pair.Connection.Socket, pair.Connection.Features.Get<IConnectionSocketFeature>()!.Socket);
        Assert.Same(pair.Connection, pair.Connection.Features.Get<IConnectionTransportFeature>());
        Assert.Equal(pair.Peer.LocalEndPoint, pair.Connection.RemoteEndPoint);
        Assert.Equal(pair.Peer.RemoteEndPoint, pair.Connection.LocalEndPoint);
    }

    [Fact]
    public async Task CancelAndAbort_RacingWithTraffic_NeverHangOrLoseBytes()
    {
        for (var round = 0; round < 300; round++)
            await RaceOnceAsync(round).WaitAsync(Bound);
    }

    // One side sends numbered bytes, another thread cancels reads all the time, and an abort ends every other round.
    private static async Task RaceOnceAsync(int round)
    {
        const int Length = 4_000;
        await using var pair = await SocketPair.ConnectAsync();
        var sending = Task.Run(async () =>
        {
            for (var at = 0; at < Length; at += 8)
                await pair.Peer.SendAsync(Enumerable.Range(at, 8).Select(i => (byte)i).ToArray());
        });
        using var stop = new CancellationTokenSource();
        var cancelling = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                pair.Connection.Input.CancelPendingRead();
                if (round % 2 == 1 && i == round)
                    pair.Connection.Abort();
                Thread.Yield();
            }
        });

        var received = 0;
        while (received < Length)
        {
            var read = await pair.Connection.Input.ReadAsync();
            foreach (var value in read.Buffer.ToArray())
                Assert.Equal((byte)received++, value);
            pair.Connection.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        await stop.CancelAsync();
        await cancelling;
        Assert.True(received == Length || pair.Connection.IsAborted);
        await Record.ExceptionAsync(() => sending);
    }

    private static async Task WhenCancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using (token.Register(cancelled.SetResult))
            await cancelled.Task.WaitAsync(Bound, CancellationToken.None);
    }
}
