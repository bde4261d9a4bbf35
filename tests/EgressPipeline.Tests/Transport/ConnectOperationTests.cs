using System.Net;
using System.Net.Sockets;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

public sealed class ConnectOperationTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ConnectOperationTests() => _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose()
    {
        _listener.Dispose();
        _socket.Dispose();
    }

    [Fact]
    public async Task ConnectAsync_SomebodyListens_Connects()
    {
        _listener.Listen();

        Assert.Equal(SocketError.Success, await ConnectAsync(CancellationToken.None));
        Assert.True(_socket.Connected);
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_IsRefused() => Assert.Equal(SocketError.ConnectionRefused, await ConnectAsync(CancellationToken.None));

    [Fact]
    public async Task ConnectAsync_TokenFiredBefore_IsAborted()
    {
        await FillBacklogAsync(async () => Assert.Equal(SocketError.OperationAborted, await ConnectAsync(new CancellationToken(canceled: true))));
    }

    [Fact]
    public async Task ConnectAsync_TokenFiresWhilePending_IsAbortedAndTheNextOneConnects()
    {
        await FillBacklogAsync(async () =>
        {
            using var patience = new CancellationTokenSource();
            var connecting = ConnectAsync(patience.Token);
            Assert.False(connecting.IsCompleted);

            await patience.CancelAsync();

            Assert.Equal(SocketError.OperationAborted, await connecting);
        });
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var next = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Assert.Equal(SocketError.Success, await ConnectOperation.ConnectAsync(next, listener.LocalEndPoint!, CancellationToken.None));
    }

    /// <summary>Runs something while further connections to the listener stay pending: its backlog is full and nobody accepts.</summary>
    private async Task FillBacklogAsync(Func<Task> then)
    {
        _listener.Listen(0);
        using var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await waiting.ConnectAsync(_listener.LocalEndPoint!);
        await then();
    }

    private Task<SocketError> ConnectAsync(CancellationToken cancellationToken) =>
        ConnectOperation.ConnectAsync(_socket, _listener.LocalEndPoint!, cancellationToken).AsTask().WaitAsync(Bound, CancellationToken.None);
}
