using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Transport;

/// <summary>Reads a socket's addresses where the peer may be gone already.</summary>
internal static class SocketEndPoints
{
    /// <summary>The bound address, or null when the socket was closed.</summary>
    public static EndPoint? Local(Socket socket)
    {
        try
        {
            return socket.LocalEndPoint;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>The peer's address, or null when the socket is not connected any more.</summary>
    public static EndPoint? Remote(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
