using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Hosting;

/// <summary>One listener of the sidecar and where it is bound.</summary>
internal sealed class ListenerBinding(string name, IPEndPoint bound)
{
    /// <summary>As in the flag: <c>proxy</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The address it is bound to; port 0 has become the real one. Of two families this is the IPv4 one.</summary>
    public IPEndPoint Bound { get; set; } = bound;

    /// <summary>
    /// The sockets to open for an address as written. "Every interface" is one socket a family, so that an intercepted
    /// connection's original destination has one meaning per socket; without a fixed port, or without IPv6, only IPv4.
    /// </summary>
    /// <param name="written">As in the flag.</param>
    /// <param name="isIntercepting">True: IPv4's loopback stands for both, since the kernel redirects IPv6 to its own.</param>
    public static IReadOnlyList<IPEndPoint> Sockets(IPEndPoint written, bool isIntercepting = false)
    {
        if (written.Address.Equals(IPAddress.IPv6Any))
        {
            var v4 = new IPEndPoint(IPAddress.Any, written.Port);
            return written.Port == 0 || !Socket.OSSupportsIPv6 ? [v4] : [v4, written];
        }
        if (isIntercepting && written.Port != 0 && written.Address.Equals(IPAddress.Loopback) && HasLoopbackV6())
            return [written, new IPEndPoint(IPAddress.IPv6Loopback, written.Port)];
        return [written];
    }

    // A pod may have IPv6 in its kernel and none on its interfaces: only a bind tells.
    private static bool HasLoopbackV6()
    {
        if (!Socket.OSSupportsIPv6)
            return false;
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
