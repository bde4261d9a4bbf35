using System.Globalization;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// An address range. The prefix length counts in the 128-bit form of <see cref="IpValue"/> (an IPv4 <c>/24</c> is 120),
/// so ranges of both families compare and sort together.
/// </summary>
public readonly record struct Cidr(IpValue Network, int PrefixLength)
{
    private const int MappedPrefix = 96;

    public bool Contains(IpValue address) => Mask(address, PrefixLength) == Network;

    /// <summary>True for a single address (<c>/32</c> of IPv4, <c>/128</c> of IPv6).</summary>
    public bool IsSingleAddress => PrefixLength == 128;

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>fd00::/8</c> or a bare address; host bits are ignored, as Istio does.</summary>
    public static bool TryParse(string text, out Cidr range)
    {
        range = default;
        var slash = text.IndexOf('/');
        var addressText = slash < 0 ? text : text.Substring(0, slash);
        if (!IpValue.TryParse(addressText, out var address))
            return false;
        // The family is what was written, not what it maps to: ::ffff:0:0/96 is an IPv6 range.
        var isV4 = addressText.IndexOf(':') < 0;
        var width = isV4 ? 32 : 128;
        var length = width;
        if (slash >= 0 && !(int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= width))
            return false;
        var prefix = isV4 ? length + MappedPrefix : length;
        range = new Cidr(Mask(address, prefix), prefix);
        return true;
    }

    /// <summary>The address with all bits after the prefix cleared.</summary>
    public static IpValue Mask(IpValue address, int prefixLength) => prefixLength switch
    {
        <= 0 => default,
        < 64 => new IpValue(address.High & (ulong.MaxValue << (64 - prefixLength)), 0),
        64 => new IpValue(address.High, 0),
        < 128 => new IpValue(address.High, address.Low & (ulong.MaxValue << (128 - prefixLength))),
        _ => address,
    };

    public override string ToString()
    {
        var isV4 = PrefixLength >= MappedPrefix && Network.IsV4;
        return Network + "/" + (isV4 ? PrefixLength - MappedPrefix : PrefixLength).ToString(CultureInfo.InvariantCulture);
    }
}
