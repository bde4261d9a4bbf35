using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Transport;

/// <summary>
/// Accepts connections on one bound socket. It survives what passes (descriptors used up, peers that left the queue)
/// with a growing pause and a counter; only unbinding ends it.
/// </summary>
internal sealed class SocketListener : IConnectionListener
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly TransportOptions _options;
    private readonly AcceptOperation _operation = new();
    private readonly CancellationTokenSource _unbound = new();
    private TimeSpan _pause = FirstPause;

    public SocketListener(Socket socket, TransportOptions options)
    {
        _socket = socket;
        _options = options;
        EndPoint = socket.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    /// <summary>The next connection, or null after the listener was unbound. One caller at a time.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (!_unbound.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var error = await _operation.AcceptAsync(_socket);
            if (error == SocketError.Success)
            {
                _pause = FirstPause;
                return SocketConnection.FromConnected(_operation.TakeSocket(), _options.Limits);
            }
            if (error == SocketError.OperationAborted || _unbound.IsCancellationRequested)
                break;
            _options.AcceptFailed?.Invoke(error);
            if (error is not (SocketError.ConnectionReset or SocketError.ConnectionAborted))
                await PauseAsync();
        }
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _unbound.Cancel();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await UnbindAsync(CancellationToken.None);

    private async ValueTask PauseAsync()
    {
        // Retrying at once would spin: the connection stays in the backlog until a descriptor is free.
        try
        {
            await Task.Delay(_pause, _options.Time, _unbound.Token);
        }
        catch (OperationCanceledException)
        {
            return; // unbound: the caller's loop ends
        }
        _pause = _pause * 2 > LongestPause ? LongestPause : _pause * 2;
    }
}
