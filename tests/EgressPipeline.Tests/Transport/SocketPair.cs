using System.Net;
using System.Net.Sockets;
using EgressPipeline.Transport;

namespace EgressPipeline.Tests.Transport;

/// <summary>Two ends of one TCP connection over loopback: the one under test with pipes, its peer as a plain socket.</summary>
internal sealed class SocketPair : IAsyncDisposable
{
    private SocketPair(SocketConnection connection, Socket peer)
    {
        Connection = connection;
        Peer = peer;
    }

    public SocketConnection Connection { get; }

    public Socket Peer { get; }

    public static async Task<SocketPair> ConnectAsync(TransportLimits? limits = null, int? bufferBytes = null)
    {
        var (one, other) = await ConnectSocketsAsync(bufferBytes);
        return new SocketPair(SocketConnection.FromConnected(one, limits), other);
    }

    public static async Task<(Socket Client, Socket Server)> ConnectSocketsAsync(int? bufferBytes = null)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (bufferBytes is { } bytes)
            listener.ReceiveBufferSize = bytes;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (bufferBytes is { } size)
            client.SendBufferSize = size;
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (client, await listener.AcceptAsync());
    }

    /// <summary>Closes the peer's end with a reset.</summary>
    public void ResetPeer()
    {
        Peer.LingerState = new LingerOption(true, 0);
        Peer.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Peer.Dispose();
        await Connection.DisposeAsync();
    }
}
