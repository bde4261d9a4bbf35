using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

public sealed class SocketPipeWriterTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task FlushAsync_RoomInTheKernel_SendsAtOnceAndHoldsNoBuffer()
    {
        await using var pair = await SocketPair.ConnectAsync();
        pair.Connection.Output.Write("GET / HTTP/1.1"u8);
        Assert.Equal(14, pair.Connection.Output.UnflushedBytes);

        var flushing = pair.Connection.Output.FlushAsync();

        Assert.True(flushing.IsCompletedSuccessfully);
        Assert.False((await flushing).IsCompleted);
        Assert.Equal(0, pair.Connection.Output.UnflushedBytes);
        Assert.Equal("GET / HTTP/1.1", await ReceiveAsync(pair.Peer, 14));
    }

    [Fact]
    public async Task GetSpan_MoreThanTheBufferHas_KeepsWhatWasWritten()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var expected = SocketPipeReaderTests.RandomBytes(50_000);
        for (var at = 0; at < expected.Length; at += 1_000)
            pair.Connection.Output.Write(expected.AsSpan(at, 1_000));

        var flushing = pair.Connection.Output.FlushAsync().AsTask();

        Assert.Equal(expected, await ReceiveBytesAsync(pair.Peer, expected.Length));
        await flushing.WaitAsync(Bound);
    }

    [Fact]
    public async Task Advance_BeyondWhatWasHandedOut_Throws()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var size = pair.Connection.Output.GetSpan().Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Connection.Output.Advance(size + 1));
    }

    [Fact]
    public async Task WriteAsync_LargeMemory_ArrivesWholeAfterBufferedBytes()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var body = SocketPipeReaderTests.RandomBytes(3_000_000);
        pair.Connection.Output.Write("head"u8);

        var writing = pair.Connection.Output.WriteAsync(body).AsTask();
        var received = await ReceiveBytesAsync(pair.Peer, 4 + body.Length);
        var result = await writing.WaitAsync(Bound);

        Assert.False(result.IsCompleted || result.IsCanceled);
        Assert.Equal("head"u8.ToArray(), received[..4]);
        Assert.Equal(body, received[4..]);
        Assert.Equal(received.Length, pair.Connection.TotalSent);
    }

    [Fact]
    public async Task FlushAsync_PeerDoesNotRead_WaitsUntilItDoes()
    {
        await using var pair = await SocketPair.ConnectAsync(bufferBytes: 4096);
        var bytes = SocketPipeReaderTests.RandomBytes(4_000_000);
        pair.Connection.Output.Write(bytes);

        var flushing = pair.Connection.Output.FlushAsync().AsTask();
        Assert.False(flushing.IsCompleted);

        Assert.Equal(bytes, await ReceiveBytesAsync(pair.Peer, bytes.Length));
        Assert.False((await flushing.WaitAsync(Bound)).IsCompleted);
    }

    [Fact]
    public async Task CancelPendingFlush_WhileWaiting_WakesIt_AndTheNextFlushSendsAllInOrder()
    {
        await using var pair = await SocketPair.ConnectAsync(bufferBytes: 4096);
        var bytes = SocketPipeReaderTests.RandomBytes(4_000_000);
        pair.Connection.Output.Write(bytes);
        var flushing = pair.Connection.Output.FlushAsync().AsTask();

        pair.Connection.Output.CancelPendingFlush();
        var cancelled = await flushing.WaitAsync(Bound);
        pair.Connection.Output.Write("tail"u8);
        var next = pair.Connection.Output.FlushAsync().AsTask();
        var received = await ReceiveBytesAsync(pair.Peer, bytes.Length + 4);

        Assert.True(cancelled.IsCanceled);
        Assert.False((await next.WaitAsync(Bound)).IsCanceled);
        Assert.Equal(bytes, received[..^4]);
        Assert.Equal("tail"u8.ToArray(), received[^4..]);
    }

    [Fact]
    public async Task CancelPendingFlush_WhenNobodyWaits_CancelsTheNextFlushOnly()
    {
        await using var pair = await SocketPair.ConnectAsync();
        pair.Connection.Output.CancelPendingFlush();
        pair.Connection.Output.Write("x"u8);

        Assert.True((await pair.Connection.Output.FlushAsync()).IsCanceled);
        Assert.False((await pair.Connection.Output.FlushAsync()).IsCanceled);
        Assert.Equal("x", await ReceiveAsync(pair.Peer, 1));
    }

    [Fact]
    public async Task FlushAsync_PeerReset_CompletesWithTheReasonAndWithoutAnException()
    {
        await using var pair = await SocketPair.ConnectAsync();
        pair.ResetPeer();
        await pair.Connection.Input.ReadAsync(); // the reset has arrived

        FlushResult result;
        do
            result = await pair.Connection.Output.WriteAsync("more"u8.ToArray());
        while (!result.IsCompleted);

        Assert.NotEqual(SocketError.Success, pair.Connection.WriteError);
        Assert.True((await pair.Connection.Output.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task FlushAsync_AbortedWhileWaiting_Completes()
    {
        await using var pair = await SocketPair.ConnectAsync(bufferBytes: 4096);
        var writing = pair.Connection.Output.WriteAsync(new byte[4_000_000]).AsTask();

        pair.Connection.Abort();

        Assert.True((await writing.WaitAsync(Bound)).IsCompleted);
    }

    [Fact]
    public async Task Complete_WithBufferedBytes_SendsThemAndEndsTheStream_WhileReadingGoesOn()
    {
        await using var pair = await SocketPair.ConnectAsync();
        pair.Connection.Output.Write("last words"u8);

        await pair.Connection.Output.CompleteAsync();

        Assert.Equal("last words", await ReceiveAsync(pair.Peer, 10));
        Assert.Equal(0, await pair.Peer.ReceiveAsync(new byte[1]));
        await pair.Peer.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer", Encoding.ASCII.GetString((await pair.Connection.Input.ReadAsync()).Buffer));
    }

    [Fact]
    public async Task Complete_WhileASendIsInFlight_SendsTheRestBeforeTheEnd()
    {
        await using var pair = await SocketPair.ConnectAsync(bufferBytes: 4096);
        var bytes = SocketPipeReaderTests.RandomBytes(2_000_000);
        pair.Connection.Output.Write(bytes);
        var flushing = pair.Connection.Output.FlushAsync().AsTask();
        pair.Connection.Output.CancelPendingFlush();
        await flushing.WaitAsync(Bound);
        pair.Connection.Output.Write("tail"u8);

        await pair.Connection.Output.CompleteAsync();
        var received = await ReceiveBytesAsync(pair.Peer, bytes.Length + 4);

        Assert.Equal("tail"u8.ToArray(), received[^4..]);
        Assert.Equal(0, await pair.Peer.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task DisposeAsync_AfterCompleteWithASendInFlight_WaitsForIt()
    {
        await using var pair = await SocketPair.ConnectAsync(bufferBytes: 4096);
        var bytes = SocketPipeReaderTests.RandomBytes(2_000_000);
        pair.Connection.Output.Write(bytes);
        await pair.Connection.Output.CompleteAsync();

        var disposing = pair.Connection.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);

        Assert.Equal(bytes, await ReceiveBytesAsync(pair.Peer, bytes.Length));
        await disposing.WaitAsync(Bound);
        Assert.Equal(0, await pair.Peer.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task DisposeAsync_AbortedWhileTheProducerWrites_LeavesItsBufferAlone()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var handedOut = pair.Connection.Output.GetMemory();

        pair.Connection.Abort();
        await pair.Connection.DisposeAsync();

        handedOut.Span.Fill(1);
        AbandonedBuffer.AssertIsNotPooled(handedOut);
        pair.Connection.Output.Advance(handedOut.Length);
        Assert.True((await pair.Connection.Output.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task DisposeAsync_WithBufferedBytes_SendsThemFirst()
    {
        await using var pair = await SocketPair.ConnectAsync(bufferBytes: 4096);
        var bytes = SocketPipeReaderTests.RandomBytes(2_000_000);
        pair.Connection.Output.Write(bytes);

        var disposing = pair.Connection.DisposeAsync().AsTask();

        Assert.Equal(bytes, await ReceiveBytesAsync(pair.Peer, bytes.Length));
        await disposing.WaitAsync(Bound);
        Assert.Equal(0, await pair.Peer.ReceiveAsync(new byte[1]));
    }

    private static async Task<string> ReceiveAsync(Socket socket, int length) => Encoding.ASCII.GetString(await ReceiveBytesAsync(socket, length));

    private static async Task<byte[]> ReceiveBytesAsync(Socket socket, int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var received = await socket.ReceiveAsync(bytes.AsMemory(at)).AsTask().WaitAsync(Bound);
            Assert.NotEqual(0, received);
            at += received;
        }
        return bytes;
    }
}
