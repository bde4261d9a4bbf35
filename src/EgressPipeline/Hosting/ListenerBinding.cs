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
    public static IReadOnlyList<IPEndPoint> Sockets(IPEndPoint written)
    {
        if (!written.Address.Equals(IPAddress.IPv6Any))
            return [written];
        var v4 = new IPEndPoint(IPAddress.Any, written.Port);
        return written.Port == 0 || !Socket.OSSupportsIPv6 ? [v4] : [v4, written];
    }
}
