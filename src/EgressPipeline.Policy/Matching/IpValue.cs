using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// An IP address as two words, comparable without allocation. IPv4 is kept in its IPv4-mapped IPv6 form
/// (<c>::ffff:a.b.c.d</c>), so that one comparison serves both families and a mapped address cannot slip past an IPv4 rule.
/// </summary>
public readonly record struct IpValue(ulong High, ulong Low)
{
    /// <summary>"No address known".</summary>
    public static IpValue None => default;

    public bool IsNone => High == 0 && Low == 0;

    public bool IsV4 => High == 0 && Low >> 32 == 0xFFFF;

    public static IpValue From(IPAddress address)
    {
        if (address is null)
            throw new ArgumentNullException(nameof(address));
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new IpValue(0, 0xFFFF_0000_0000UL | (uint)(bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]));
        return new IpValue(Read(bytes, 0), Read(bytes, 8));
    }

    private static ulong Read(byte[] bytes, int at)
    {
        var value = 0UL;
        for (var i = 0; i < 8; i++)
            value = value << 8 | bytes[at + i];
        return value;
    }
}
