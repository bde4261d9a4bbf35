using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Addresses;

/// <summary>
/// Cuts the addresses where any of some ranges begins or ends: between two cuts every address lies in the same ranges, so
/// one address stands for all of them.
/// </summary>
internal static class AddressPartition
{
    // Familiar addresses stand for a piece where one lies in it.
    private static readonly IpValue[] Familiar = [V4(10, 0, 0, 1), V4(192, 0, 2, 1), V4(127, 0, 0, 1), new(0x20010DB8_00000000, 1)];

    /// <summary>The pieces, ascending; together they are all addresses.</summary>
    public static List<AddressRange> Cut(IEnumerable<AddressRange> ranges)
    {
        var starts = new SortedSet<IpValue>(Comparer<IpValue>.Create(AddressRange.Compare)) { AddressRange.Lowest };
        foreach (var range in ranges)
        {
            starts.Add(range.First);
            if (range.Last != AddressRange.Highest)
                starts.Add(AddressRange.After(range.Last));
        }
        var pieces = new List<AddressRange>();
        IpValue? first = null;
        foreach (var start in starts)
        {
            if (first is { } before)
                pieces.Add(new AddressRange(before, AddressRange.Before(start)));
            first = start;
        }
        pieces.Add(new AddressRange(first!.Value, AddressRange.Highest));
        return pieces;
    }

    /// <summary>An address of the piece that looks like one of a host.</summary>
    public static IpValue Example(AddressRange piece)
    {
        foreach (var address in Familiar)
            if (piece.Contains(address))
                return address;
        // The address of a network itself is nobody's.
        var second = piece.First == piece.Last || (piece.First.Low & 0xFF) != 0 ? piece.First : AddressRange.After(piece.First);
        return piece.Contains(second) ? second : piece.First;
    }

    private static IpValue V4(byte a, byte b, byte c, byte d) => new(0, 0xFFFF_0000_0000UL | (uint)(a << 24 | b << 16 | c << 8 | d));
}
