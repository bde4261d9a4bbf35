using System.Net.Sockets;

namespace EgressPipeline.Transport;

/// <summary>
/// One reusable asynchronous socket call (receive or send) that tells its owner when it ends. Completions run on the
/// socket event loop, without an execution context: an operation is reused for the life of a connection, so it costs
/// no allocation after the first call.
/// </summary>
/// <remarks>At most one call is in flight. The owner disposes it when none is.</remarks>
internal sealed class SocketOperation(ISocketOperationOwner owner) : SocketAsyncEventArgs(SuppressExecutionContext)
{
    private const bool SuppressExecutionContext = true;

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

    protected override void OnCompleted(SocketAsyncEventArgs e) => owner.OnOperationCompleted(this);

    private bool EndAsAborted()
    {
        // Another thread aborted the connection between two calls: to the owner that is an operation that was aborted.
        SocketError = SocketError.OperationAborted;
        return false;
    }
}
