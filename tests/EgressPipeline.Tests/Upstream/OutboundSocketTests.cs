using System.Net.Sockets;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Upstream;

namespace EgressPipeline.Tests.Upstream;

public sealed class OutboundSocketTests
{
    [Fact]
    public void Create_Keepalive_IsSetOnTheSocket()
    {
        using var socket = OutboundSocket.Create(AddressFamily.InterNetwork, new TcpKeepalivePlan(3, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(1)));
        Assert.Equal((1, 3, 20, 1), Keepalive(socket)); // the kernel counts in seconds and takes no 0
    }

    [Fact]
    public void Create_WithoutKeepalive_SendsNone()
    {
        using var socket = OutboundSocket.Create(AddressFamily.InterNetwork, null);
        Assert.Equal(0, Keepalive(socket).IsOn);
    }

    private static (int IsOn, int Probes, int Time, int Interval) Keepalive(Socket socket) => (
        Option(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive),
        Option(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount),
        Option(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime),
        Option(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));

    private static int Option(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
}
