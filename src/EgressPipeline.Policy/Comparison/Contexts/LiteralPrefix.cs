using System.Globalization;
using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>
/// The IPv4 addresses whose text begins with something, as ranges: a host pattern such as <c>10.1*</c> also matches literals
/// (10.1.*, 10.10.* to 10.19.*, 10.100.* to 10.199.*).
/// </summary>
internal static class LiteralPrefix
{
    public static IEnumerable<AddressRange> Ranges(string prefix)
    {
        var parts = prefix.Split('.');
        if (prefix.Length == 0 || parts.Length > 4)
            yield break;
        uint network = 0;
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (!TryOctet(parts[i], out var octet))
                yield break;
            network = network << 8 | octet;
        }
        var last = parts[parts.Length - 1];
        for (uint octet = 0; octet < 256; octet++)
            if (octet.ToString(CultureInfo.InvariantCulture).StartsWith(last, StringComparison.Ordinal))
                yield return Network(network << 8 | octet, parts.Length);
    }

    private static AddressRange Network(uint octets, int count)
    {
        var bits = 8 * (4 - count);
        var first = 0xFFFF_0000_0000UL | (ulong)octets << bits;
        return new AddressRange(new IpValue(0, first), new IpValue(0, first | (1UL << bits) - 1));
    }

    private static bool TryOctet(string text, out uint octet) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out octet) && octet < 256 && octet.ToString(CultureInfo.InvariantCulture) == text;
}
