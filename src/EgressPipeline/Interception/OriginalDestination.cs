using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Interception;

/// <summary>Where a redirected connection was going before netfilter (or the eBPF hook) sent it here.</summary>
internal static class OriginalDestination
{
    private const int SolIp = 0;
    private const int SolIpV6 = 41;
    private const int SoOriginalDst = 80; // the same number at both levels
    private const int AddressSize = 28; // struct sockaddr_in6, the larger one

    /// <summary>
    /// The destination the caller dialled. False when the connection was made straight to the listener: connection
    /// tracking then answers with the listener itself, and dialling that would loop.
    /// </summary>
    /// <param name="socket">The accepted socket.</param>
    /// <param name="transparent">
    /// The listeners of this process when the accepting one is transparent (TPROXY): the socket's local address is the
    /// destination then, unless it is a listener. Null when it is not: REDIRECT changes the local address.
    /// </param>
    /// <param name="destination">Address and port that were dialled.</param>
    public static bool TryGet(Socket socket, LoopGuard? transparent, [NotNullWhen(true)] out IPEndPoint? destination)
    {
        if (transparent is not null && ReadName(socket) is { } local && !transparent.IsOwnListener(local))
        {
            destination = local;
            return true;
        }
        destination = ReadOption(socket);
        if (destination is null || destination.Port == 0 || destination.Equals(Transport.SocketEndPoints.Local(socket)))
        {
            destination = null;
            return false;
        }
        return true;
    }

    private static IPEndPoint? ReadOption(Socket socket)
    {
        Span<byte> address = stackalloc byte[AddressSize];
        var level = socket.AddressFamily switch
        {
            AddressFamily.InterNetwork => SolIp,
            AddressFamily.InterNetworkV6 => SolIpV6,
            _ => -1,
        };
        return level >= 0 && SocketOption.TryGet(socket, level, SoOriginalDst, address) ? Read(socket.AddressFamily, address) : null;
    }

    private static IPEndPoint? ReadName(Socket socket)
    {
        Span<byte> address = stackalloc byte[AddressSize];
        return SocketOption.TryGetName(socket, address) ? Read(socket.AddressFamily, address) : null;
    }

    // struct sockaddr_in: family (2), port (2, network order), address (4).
    // struct sockaddr_in6: family (2), port (2, network order), flow (4), address (16), scope (4, host order).
    private static IPEndPoint? Read(AddressFamily family, ReadOnlySpan<byte> address)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        if (family == AddressFamily.InterNetwork)
            return new IPEndPoint(new IPAddress(address.Slice(4, 4)), port);
        if (family != AddressFamily.InterNetworkV6)
            return null;
        var ip = address.Slice(8, 16);
        var isLinkLocal = ip[0] == 0xFE && (ip[1] & 0xC0) == 0x80;
        var scope = isLinkLocal ? BinaryPrimitives.ReadUInt32LittleEndian(address[24..]) : 0;
        return new IPEndPoint(new IPAddress(ip, scope), port);
    }
}
