using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace EgressPipeline.Transport;

/// <summary>The reusable accept of one listener; it continues inline on the event loop.</summary>
internal sealed class AcceptOperation() : SocketAsyncEventArgs(SuppressExecutionContext), IValueTaskSource<SocketError>
{
    private const bool SuppressExecutionContext = true;

    private InlineWaiter _waiter;

    /// <summary>Accepts one connection; on success <see cref="TakeSocket"/> hands it over.</summary>
    public ValueTask<SocketError> AcceptAsync(Socket listener)
    {
        _waiter.Reset();
        try
        {
            return listener.AcceptAsync(this) ? new ValueTask<SocketError>(this, _waiter.Version) : new ValueTask<SocketError>(SocketError);
        }
        catch (ObjectDisposedException)
        {
            return new ValueTask<SocketError>(SocketError.OperationAborted);
        }
    }

    public Socket TakeSocket()
    {
        var socket = AcceptSocket!;
        AcceptSocket = null;
        return socket;
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _waiter.Signal();

    SocketError IValueTaskSource<SocketError>.GetResult(short token)
    {
        _waiter.Check(token);
        return SocketError;
    }

    ValueTaskSourceStatus IValueTaskSource<SocketError>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<SocketError>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token);
}
