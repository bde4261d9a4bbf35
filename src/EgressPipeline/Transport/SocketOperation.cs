using System.Net.Sockets;
using Microsoft.Extensions.ObjectPool;

namespace EgressPipeline.Transport;

/// <summary>
/// One reusable asynchronous socket call (receive or send) that tells its owner when it ends. Completions run on the
/// socket event loop, without an execution context: an operation is reused for the life of a connection, so it costs
/// no allocation after the first call.
/// </summary>
/// <remarks>
/// At most one call is in flight. The owner gives it back when none is, for the next connection: it is large and has a finalizer, so making
/// four for every connection is a good part of what accepting one costs.
/// </remarks>
internal sealed class SocketOperation() : SocketAsyncEventArgs(SuppressExecutionContext)
{
    private const bool SuppressExecutionContext = true;
    private const int MaxSpare = 256;

    private static readonly ObjectPool<SocketOperation> s_spare = new DefaultObjectPool<SocketOperation>(new Policy(), MaxSpare);

    private ISocketOperationOwner? _owner;

    /// <summary>One for its owner to use until it calls <see cref="Return"/>. Any thread.</summary>
    /// <param name="owner">Told how each call ends.</param>
    public static SocketOperation Rent(ISocketOperationOwner owner)
    {
        var operation = s_spare.Get();
        operation._owner = owner;
        return operation;
    }

    /// <summary>Gives it back. Only while no call is in flight, and once.</summary>
    public void Return() => s_spare.Return(this);

    /// <summary>Starts receiving into <paramref name="buffer"/>; an empty one waits until the socket is readable.</summary>
    /// <returns>True when the call is in flight and <see cref="ISocketOperationOwner.OnOperationCompleted"/> will follow; false when it ended already.</returns>
    public bool Receive(Socket socket, Memory<byte> buffer)
    {
        SetBuffer(buffer);
        try
        {
            return socket.ReceiveAsync(this);
        }
        catch (ObjectDisposedException)
        {
            return EndAsAborted();
        }
    }

    /// <summary>Starts sending all of <paramref name="buffer"/>, which stays untouched until the end.</summary>
    /// <returns>As <see cref="Receive"/>.</returns>
    public bool Send(Socket socket, ReadOnlyMemory<byte> buffer)
    {
        SetBuffer(System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer));
        try
        {
            return socket.SendAsync(this);
        }
        catch (ObjectDisposedException)
        {
            return EndAsAborted();
        }
    }

    /// <summary>Lets go of the buffer, so that an idle connection keeps no array alive.</summary>
    public void ReleaseBuffer() => SetBuffer(default);

    protected override void OnCompleted(SocketAsyncEventArgs e) => _owner!.OnOperationCompleted(this);

    private bool EndAsAborted()
    {
        // Another thread aborted the connection between two calls: to the owner that is an operation that was aborted.
        SocketError = SocketError.OperationAborted;
        return false;
    }

    private sealed class Policy : PooledObjectPolicy<SocketOperation>
    {
        public override SocketOperation Create() => new();

        public override bool Return(SocketOperation obj)
        {
            obj._owner = null;
            obj.ReleaseBuffer();
            return true;
        }
    }
}
