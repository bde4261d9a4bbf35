using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Interception;

/// <summary>
/// Knows the listeners of this process, so that nothing ever dials one: a sidecar that calls itself multiplies each
/// connection until the descriptors are gone.
/// </summary>
/// <remarks>Thread-safe; a check is a scan of a few entries without allocation unless the port matches.</remarks>
internal sealed class LoopGuard
{
    private readonly Lock _gate = new();
    private volatile IPEndPoint[] _listeners = [];

    /// <summary>Adds a bound listener; the port must be the real one, not 0.</summary>
    public void Add(IPEndPoint listener)
    {
        var normal = new IPEndPoint(Normalize(listener.Address), listener.Port);
        lock (_gate)
            _listeners = [.. _listeners, normal];
    }

    public void Remove(IPEndPoint listener)
    {
        var normal = new IPEndPoint(Normalize(listener.Address), listener.Port);
        lock (_gate)
            _listeners = Array.FindAll(_listeners, known => !known.Equals(normal));
    }

    /// <summary>True when dialling <paramref name="destination"/> would reach a listener of this process.</summary>
    public bool IsOwnListener(IPEndPoint destination)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Port == destination.Port && Reaches(destination.Address, listener.Address))
                return true;
        }
        return false;
    }

    private static bool Reaches(IPAddress dialled, IPAddress listener)
    {
        var address = Normalize(dialled);
        // Linux connects the unspecified address to the loopback one.
        if (address.Equals(IPAddress.Any))
            address = IPAddress.Loopback;
        else if (address.Equals(IPAddress.IPv6Any))
            address = IPAddress.IPv6Loopback;

        if (address.AddressFamily != listener.AddressFamily)
            return false;
        if (address.Equals(listener))
            return true;
        var isWildcard = listener.Equals(IPAddress.Any) || listener.Equals(IPAddress.IPv6Any);
        return isWildcard && (IPAddress.IsLoopback(address) || IsLocalInterface(address));
    }

    private static IPAddress Normalize(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        // A scope says which link, not which host: the address alone decides.
        return address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(address.GetAddressBytes()) : address;
    }

    // Asking the kernel for a bind answers for the addresses of this moment; a list of interfaces would be a snapshot.
    private static bool IsLocalInterface(IPAddress address)
    {
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.AddressNotAvailable; // in doubt it is ours: fail closed
        }
    }
}
