using System.Buffers;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

public sealed class SocketPipeReaderTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task ReadAsync_BytesArrive_ReturnsThemAsOneSegment()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var reading = pair.Connection.Input.ReadAsync().AsTask();
        await pair.Peer.SendAsync("hello"u8.ToArray());

        var read = await reading.WaitAsync(Bound);

        Assert.True(read.Buffer.IsSingleSegment);
        Assert.Equal("hello", Encoding.ASCII.GetString(read.Buffer));
        Assert.False(read.IsCompleted || read.IsCanceled);
    }

    [Fact]
    public async Task ReadAsync_ByteAtATime_KeepsEveryByteInOrder()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var sent = RandomBytes(6_000);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < sent.Length; i++)
                await pair.Peer.SendAsync(sent.AsMemory(i, 1));
        });

        var read = await ReadWholeAsync(pair.Connection, sent.Length);

        await sending;
        Assert.Equal(sent, read);
    }

    [Fact]
    public async Task AdvanceTo_AllExaminedNothingConsumed_WaitsForMoreAndKeepsWhatWasThere()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("ab"u8.ToArray());
        var first = await pair.Connection.Input.ReadAsync();
        pair.Connection.Input.AdvanceTo(first.Buffer.Start, first.Buffer.End);

        var second = pair.Connection.Input.ReadAsync();
        Assert.False(second.IsCompleted);
        await pair.Peer.SendAsync("cd"u8.ToArray());

        Assert.Equal("abcd", Encoding.ASCII.GetString((await second).Buffer));
    }

    [Fact]
    public async Task AdvanceTo_NotAllExamined_NextReadIsImmediate()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("abcd"u8.ToArray());
        var first = await pair.Connection.Input.ReadAsync();
        pair.Connection.Input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.GetPosition(2));

        var second = pair.Connection.Input.ReadAsync();

        Assert.True(second.IsCompleted);
        Assert.Equal("bcd", Encoding.ASCII.GetString((await second).Buffer));
    }

    [Fact]
    public async Task AdvanceTo_OutsideOfTheResult_Throws()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("abcd"u8.ToArray());
        var read = await pair.Connection.Input.ReadAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Connection.Input.AdvanceTo(read.Buffer.End, read.Buffer.Start));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(5_000, 0)]
    [InlineData(200_000, 0)]
    [InlineData(200_000, 7_777)]
    public async Task ReadAsync_ConsumerConsumesInSteps_BufferGrowsAndLosesNothing(int total, int step)
    {
        await using var pair = await SocketPair.ConnectAsync();
        var sent = RandomBytes(total);
        var sending = pair.Peer.SendAsync(sent);
        var received = new List<byte>();

        while (received.Count < total)
        {
            var read = await pair.Connection.Input.ReadAsync();
            var take = read.Buffer.Length + received.Count == total ? read.Buffer.Length : Math.Min(step, read.Buffer.Length);
            received.AddRange(read.Buffer.Slice(0, take).ToArray());
            pair.Connection.Input.AdvanceTo(read.Buffer.GetPosition(take), read.Buffer.End);
        }

        await sending;
        Assert.Equal(sent, received);
        Assert.Equal(total, pair.Connection.TotalReceived);
    }

    [Fact]
    public async Task ReadAsync_ConsumerNeverConsumes_ThrowsAtTheBound()
    {
        await using var pair = await SocketPair.ConnectAsync(new TransportLimits { MaxUnconsumed = 16 * 1024 });
        var sending = pair.Peer.SendAsync(new byte[64 * 1024]);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ReadWholeAsync(pair.Connection, 64 * 1024));
        pair.Connection.Abort();
        await Record.ExceptionAsync(async () => await sending);
    }

    [Fact]
    public async Task ReadAsync_PeerEndsStream_GivesTheRestThenStaysCompleted()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("rest"u8.ToArray());
        pair.Peer.Shutdown(SocketShutdown.Send);

        var read = await ReadToEndAsync(pair.Connection);
        var again = await pair.Connection.Input.ReadAsync();

        Assert.Equal("rest", read);
        Assert.True(again.IsCompleted);
        Assert.True(again.Buffer.IsEmpty);
        Assert.Equal(SocketError.Success, pair.Connection.ReadError);
        Assert.True(pair.Connection.IsPeerClosed);
    }

    [Fact]
    public async Task ReadAsync_PeerResets_CompletesWithTheReasonAndWithoutAnException()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var reading = pair.Connection.Input.ReadAsync().AsTask();
        pair.ResetPeer();

        var read = await reading.WaitAsync(Bound);

        Assert.True(read.IsCompleted);
        Assert.Equal(SocketError.ConnectionReset, pair.Connection.ReadError);
    }

    [Fact]
    public async Task ReadAsync_AbortedByAnotherThread_Completes()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var reading = pair.Connection.Input.ReadAsync().AsTask();

        pair.Connection.Abort();

        Assert.True((await reading.WaitAsync(Bound)).IsCompleted);
        Assert.True((await pair.Connection.Input.ReadAsync()).IsCompleted);
        Assert.Equal(SocketError.OperationAborted, pair.Connection.ReadError);
    }

    [Fact]
    public async Task CancelPendingRead_WhileWaiting_WakesItAndKeepsTheReceive()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var reading = pair.Connection.Input.ReadAsync().AsTask();

        pair.Connection.Input.CancelPendingRead();
        var cancelled = await reading.WaitAsync(Bound);
        pair.Connection.Input.AdvanceTo(cancelled.Buffer.Start);
        await pair.Peer.SendAsync("late"u8.ToArray());
        var next = await pair.Connection.Input.ReadAsync();

        Assert.True(cancelled.IsCanceled);
        Assert.False(cancelled.IsCompleted);
        Assert.Equal("late", Encoding.ASCII.GetString(next.Buffer));
        Assert.False(next.IsCanceled);
    }

    [Fact]
    public async Task CancelPendingRead_WhenNobodyWaits_CancelsTheNextReadOnly()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("x"u8.ToArray());
        pair.Connection.Input.CancelPendingRead();

        var first = await pair.Connection.Input.ReadAsync();
        pair.Connection.Input.AdvanceTo(first.Buffer.Start);
        var second = await pair.Connection.Input.ReadAsync();

        Assert.True(first.IsCanceled);
        Assert.False(second.IsCanceled);
        Assert.Equal(1, second.Buffer.Length);
    }

    [Fact]
    public async Task ReadAsync_TokenCancelled_ThrowsAndLosesNoBytes()
    {
        await using var pair = await SocketPair.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var reading = pair.Connection.Input.ReadAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading.WaitAsync(Bound));
        await pair.Peer.SendAsync("kept"u8.ToArray());

        Assert.Equal("kept", Encoding.ASCII.GetString((await pair.Connection.Input.ReadAsync()).Buffer));
    }

    [Fact]
    public async Task TryRead_NothingReceived_ReturnsFalse_ThenFindsReadAheadBytes()
    {
        await using var pair = await SocketPair.ConnectAsync();
        Assert.False(pair.Connection.Input.TryRead(out _));
        await pair.Peer.SendAsync("ahead"u8.ToArray());
        await WaitUntilReadableAsync(pair.Connection);
        pair.Connection.StartReadAhead();

        Assert.True(pair.Connection.HasUnreadData);
        Assert.True(pair.Connection.Input.TryRead(out var read));
        Assert.Equal("ahead", Encoding.ASCII.GetString(read.Buffer));
    }

    [Fact]
    public async Task DisposeAsync_AbortedWhileTheConsumerLooksAtAResult_LeavesItsBufferAlone()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("in use"u8.ToArray());
        var read = await pair.Connection.Input.ReadAsync();

        pair.Connection.Abort();
        await pair.Connection.DisposeAsync();

        AbandonedBuffer.AssertIsNotPooled(read.Buffer.First);
        Assert.Equal("in use", Encoding.ASCII.GetString(read.Buffer));
        pair.Connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        Assert.True((await pair.Connection.Input.ReadAsync()).IsCompleted);
        Assert.Equal(SocketError.OperationAborted, pair.Connection.ReadError);
    }

    [Fact]
    public async Task StartReadAhead_WithBytesLeftOver_NoticesTheCloseAndKeepsBoth()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("headbody"u8.ToArray());
        var read = await pair.Connection.Input.ReadAsync();
        pair.Connection.Input.AdvanceTo(read.Buffer.GetPosition(4));
        var closed = new TaskCompletionSource();
        pair.Connection.OnPeerClosed(_ => closed.SetResult(), null);

        pair.Connection.StartReadAhead();
        pair.Peer.Shutdown(SocketShutdown.Send);

        await closed.Task.WaitAsync(Bound);
        Assert.Equal("body", await ReadToEndAsync(pair.Connection));
    }

    [Fact]
    public async Task Complete_ThenRead_Throws()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.Connection.Input.CompleteAsync();

        Assert.Throws<InvalidOperationException>(() => { _ = pair.Connection.Input.TryRead(out _); });
    }

    [Fact]
    public async Task ReadAsync_BulkThenIdle_ReturnsToWaitingWithoutABuffer_AndStillReads()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var bulk = RandomBytes(2_000_000);
        var sending = pair.Peer.SendAsync(bulk);
        var received = 0L;
        while (received < bulk.Length)
        {
            var read = await pair.Connection.Input.ReadAsync();
            received += read.Buffer.Length;
            pair.Connection.Input.AdvanceTo(read.Buffer.End);
        }
        await sending;

        var idle = pair.Connection.Input.ReadAsync();
        Assert.False(idle.IsCompleted);
        await pair.Peer.SendAsync("after the pause"u8.ToArray());

        Assert.Equal("after the pause", Encoding.ASCII.GetString((await idle).Buffer));
    }

    internal static async Task WaitUntilReadableAsync(SocketConnection connection)
    {
        while (!connection.Socket.Poll(0, SelectMode.SelectRead))
            await Task.Yield();
    }

    internal static async Task<byte[]> ReadWholeAsync(SocketConnection connection, int length)
    {
        while (true)
        {
            var read = await connection.Input.ReadAsync().AsTask().WaitAsync(Bound);
            if (read.Buffer.Length >= length || read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                connection.Input.AdvanceTo(read.Buffer.End);
                return bytes;
            }
            connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    internal static async Task<string> ReadToEndAsync(SocketConnection connection)
    {
        while (true)
        {
            var read = await connection.Input.ReadAsync().AsTask().WaitAsync(Bound);
            if (!read.IsCompleted)
            {
                connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var text = Encoding.ASCII.GetString(read.Buffer);
            connection.Input.AdvanceTo(read.Buffer.End);
            return text;
        }
    }

    internal static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
