using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using Microsoft.Extensions.ObjectPool;

namespace EgressPipeline.Transport;

/// <summary>Connects sockets, one after the other; it continues inline on the event loop.</summary>
internal sealed class ConnectOperation() : SocketAsyncEventArgs(SuppressExecutionContext), IValueTaskSource<SocketError>
{
    private const bool SuppressExecutionContext = true;
    private const int MaxSpare = 64;

    private static readonly ObjectPool<ConnectOperation> s_spare = new DefaultObjectPool<ConnectOperation>(new DefaultPooledObjectPolicy<ConnectOperation>(), MaxSpare);

    private InlineWaiter _waiter;

    /// <summary>Connects. A socket that is disposed meanwhile ends it with <see cref="SocketError.OperationAborted"/>.</summary>
    /// <param name="socket">Not connected yet; stays the caller's.</param>
    /// <param name="address">Where to.</param>
    /// <param name="cancellationToken">Gives up: ends it with <see cref="SocketError.OperationAborted"/>.</param>
    public static async ValueTask<SocketError> ConnectAsync(Socket socket, EndPoint address, CancellationToken cancellationToken)
    {
        var operation = s_spare.Get();
        SocketError result;
        using (cancellationToken.UnsafeRegister(static self => Socket.CancelConnectAsync((ConnectOperation)self!), operation))
        {
            var connecting = operation.StartAsync(socket, address);
            if (cancellationToken.IsCancellationRequested)
                Socket.CancelConnectAsync(operation); // fired before there was anything to cancel
            result = await connecting;
        }
        operation.RemoteEndPoint = null;
        s_spare.Return(operation);
        return result;
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _waiter.Signal();

    private ValueTask<SocketError> StartAsync(Socket socket, EndPoint address)
    {
        _waiter.Reset();
        RemoteEndPoint = address;
        try
        {
            return socket.ConnectAsync(this) ? new ValueTask<SocketError>(this, _waiter.Version) : new ValueTask<SocketError>(SocketError);
        }
        catch (ObjectDisposedException)
        {
            return new ValueTask<SocketError>(SocketError.OperationAborted);
        }
    }

    SocketError IValueTaskSource<SocketError>.GetResult(short token)
    {
        _waiter.Check(token);
        return SocketError;
    }

    ValueTaskSourceStatus IValueTaskSource<SocketError>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<SocketError>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token);
}
