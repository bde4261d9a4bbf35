using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Dns;

/// <summary>The UDP side of the DNS proxy on every address it is bound to. Disposing it stops it.</summary>
internal sealed class DnsProxy : IDisposable
{
    private readonly List<UdpListener> _listeners = [];

    /// <summary>Binds every address, or none.</summary>
    /// <param name="addresses">With the ports that TCP has already.</param>
    /// <param name="resolver">Answers.</param>
    /// <param name="problem">What is wrong in one line when nothing is returned.</param>
    public static DnsProxy? Start(IReadOnlyList<IPEndPoint> addresses, Resolver resolver, out string? problem)
    {
        var proxy = new DnsProxy();
        problem = null;
        foreach (var address in addresses.SelectMany(Sockets))
            try
            {
                proxy._listeners.Add(UdpListener.Bind(address, resolver));
            }
            catch (SocketException error)
            {
                proxy.Dispose();
                problem = $"--dns: {address} cannot be bound for UDP: {error.Message}";
                return null;
            }
        foreach (var listener in proxy._listeners)
            listener.Start();
        return proxy;
    }

    public void Dispose()
    {
        foreach (var listener in _listeners)
            listener.Dispose();
    }

    // An answer must come from the address that was asked. Of "every interface" the kernel chooses the source by the way
    // back, which for a redirected question is never loopback; the socket that is bound more precisely gets those.
    private static IEnumerable<IPEndPoint> Sockets(IPEndPoint address)
    {
        yield return address;
        if (address.Address.Equals(IPAddress.Any))
            yield return new IPEndPoint(IPAddress.Loopback, address.Port);
        else if (address.Address.Equals(IPAddress.IPv6Any))
            yield return new IPEndPoint(IPAddress.IPv6Loopback, address.Port);
    }
}
