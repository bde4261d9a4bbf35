using System.Net.Sockets;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Upstream;

/// <summary>Sockets as every upstream connection wants them.</summary>
internal static class OutboundSocket
{
    /// <summary>An unconnected TCP socket without Nagle's delay and with keepalive as configured.</summary>
    public static Socket Create(AddressFamily family, TcpKeepalivePlan? keepalive)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (keepalive is not null)
            SetKeepalive(socket, keepalive);
        return socket;
    }

    private static void SetKeepalive(Socket socket, TcpKeepalivePlan keepalive)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        if (keepalive.Probes > 0)
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, keepalive.Probes);
        if (keepalive.Time > TimeSpan.Zero)
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, WholeSeconds(keepalive.Time));
        if (keepalive.Interval > TimeSpan.Zero)
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, WholeSeconds(keepalive.Interval));
    }

    /// <summary>The kernel counts in seconds and refuses 0.</summary>
    private static int WholeSeconds(TimeSpan span) => (int)Math.Clamp(span.TotalSeconds, 1, short.MaxValue);
}
