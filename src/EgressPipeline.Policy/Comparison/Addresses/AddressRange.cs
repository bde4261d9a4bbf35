using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Addresses;

/// <summary>All addresses from one to another, both included, in the order of their 128 bits.</summary>
internal readonly record struct AddressRange(IpValue First, IpValue Last)
{
    /// <summary>The lowest address there is: all zeros means "unknown" and is none.</summary>
    public static readonly IpValue Lowest = new(0, 1);

    public static readonly IpValue Highest = new(ulong.MaxValue, ulong.MaxValue);

    public static readonly AddressRange All = new(Lowest, Highest);

    public bool Contains(IpValue address) => Compare(First, address) <= 0 && Compare(address, Last) <= 0;

    public static AddressRange Of(Cidr range)
    {
        var high = range.PrefixLength >= 64 ? 0 : ulong.MaxValue >> range.PrefixLength;
        var low = range.PrefixLength >= 128 ? 0 : range.PrefixLength <= 64 ? ulong.MaxValue : ulong.MaxValue >> (range.PrefixLength - 64);
        var network = range.Network;
        return new AddressRange(network.IsNone ? Lowest : network, new IpValue(network.High | high, network.Low | low));
    }

    public static int Compare(IpValue left, IpValue right) =>
        left.High != right.High ? left.High.CompareTo(right.High) : left.Low.CompareTo(right.Low);

    /// <summary>The next address; the highest has none.</summary>
    public static IpValue After(IpValue address) => new(address.Low == ulong.MaxValue ? address.High + 1 : address.High, address.Low + 1);

    public static IpValue Before(IpValue address) => new(address.Low == 0 ? address.High - 1 : address.High, address.Low - 1);
}
