using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Upstream;

/// <summary>The first bytes of a connection whose far side wants to know who called: HAProxy's PROXY protocol, in text (V1) or binary (V2).</summary>
internal static class ProxyProtocolHeader
{
    private static readonly byte[] Signature = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    /// <param name="version">V1 or V2.</param>
    /// <param name="source">Who called; null = not known, which the protocol can say.</param>
    /// <param name="destination">What was called.</param>
    public static byte[] Create(ProxyProtocol version, IPEndPoint? source, IPEndPoint destination)
    {
        if (source is null)
            return version == ProxyProtocol.V1 ? "PROXY UNKNOWN\r\n"u8.ToArray() : [.. Signature, 0x20, 0, 0, 0];
        var (from, to) = (Plain(source.Address), Plain(destination.Address));
        if (from.AddressFamily != to.AddressFamily) // both are of one family in this protocol
            (from, to) = (from.MapToIPv6(), to.MapToIPv6());
        var isV6 = from.AddressFamily == AddressFamily.InterNetworkV6;
        if (version == ProxyProtocol.V1)
            return Encoding.ASCII.GetBytes($"PROXY {(isV6 ? "TCP6" : "TCP4")} {from} {to} {source.Port} {destination.Port}\r\n");
        byte[] addresses = [.. from.GetAddressBytes(), .. to.GetAddressBytes(), .. Port(source), .. Port(destination)];
        return [.. Signature, 0x21, (byte)(isV6 ? 0x21 : 0x11), 0, (byte)addresses.Length, .. addresses];
    }

    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address; // no scope
    }

    private static byte[] Port(IPEndPoint endPoint)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)endPoint.Port);
        return bytes;
    }
}
