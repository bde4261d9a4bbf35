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

    /// <summary>Reads an IP literal in its usual form: four decimal parts, or IPv6 without brackets and zone.</summary>
    public static bool TryParse(string text, out IpValue value)
    {
        value = default;
        // IPAddress also takes "1", "0x7f.1", zones and brackets with a port, which no policy means.
        if (text.IndexOf('%') >= 0 || text.IndexOf('[') >= 0 || (text.IndexOf(':') < 0 && !IsDottedQuad(text)) || !IPAddress.TryParse(text, out var address))
            return false;
        value = From(address);
        return true;
    }

    public IPAddress ToAddress()
    {
        if (IsV4)
            return new IPAddress([(byte)(Low >> 24), (byte)(Low >> 16), (byte)(Low >> 8), (byte)Low]);
        var bytes = new byte[16];
        for (var i = 0; i < 8; i++)
        {
            bytes[i] = (byte)(High >> (56 - 8 * i));
            bytes[8 + i] = (byte)(Low >> (56 - 8 * i));
        }
        return new IPAddress(bytes);
    }

    public override string ToString() => IsNone ? "-" : ToAddress().ToString();

    private static bool IsDottedQuad(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4)
            return false;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0'))
                return false;
            foreach (var c in part)
                if (c is < '0' or > '9')
                    return false;
        }
        return true;
    }

    private static ulong Read(byte[] bytes, int at)
    {
        var value = 0UL;
        for (var i = 0; i < 8; i++)
            value = value << 8 | bytes[at + i];
        return value;
    }
}
