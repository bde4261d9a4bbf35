using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Transport;

/// <summary>Binds listening sockets with the options that accepted connections inherit.</summary>
internal static class ListenSocket
{
    private const int SolIp = 0;
    private const int IpTransparent = 19;
    private const int SolIpV6 = 41;
    private const int IpV6Transparent = 75;

    /// <summary>Binds and listens. An address in use is an <see cref="AddressInUseException"/>, which Kestrel reports as such.</summary>
    /// <remarks>
    /// IPv4 and IPv6 are separate listeners, so that SO_ORIGINAL_DST has one meaning per listener. SO_REUSEADDR is on
    /// (the runtime sets it before a bind); .NET's ReuseAddress option is not used, because it sets SO_REUSEPORT as
    /// well and a second sidecar would silently take half of the connections.
    /// </remarks>
    public static Socket Bind(EndPoint endpoint, TransportOptions options)
    {
        var isUnix = endpoint is UnixDomainSocketEndPoint;
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix)
                Prepare(socket, options.IsTransparent(endpoint));
            socket.Bind(endpoint);
            socket.Listen(options.Backlog);
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException($"{endpoint} is in use by another process", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Prepare(Socket socket, bool isTransparent)
    {
        var isV6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        if (isV6)
            socket.DualMode = false;
        socket.NoDelay = true; // inherited by accepted sockets: one system call per listener instead of per connection
        if (!isTransparent)
            return;
        ReadOnlySpan<byte> on = [1, 0, 0, 0];
        socket.SetRawSocketOption(isV6 ? SolIpV6 : SolIp, isV6 ? IpV6Transparent : IpTransparent, on);
    }
}
