using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Addresses;

/// <summary>Writes sets of addresses as CIDRs, or as everything except some CIDRs, whichever is shorter.</summary>
internal static class AddressText
{
    /// <summary>The set in words; empty when it is all addresses.</summary>
    public static IReadOnlyList<RegionTerm> Terms(IEnumerable<AddressRange> ranges)
    {
        var inside = Join(ranges);
        var outside = Complement(inside);
        if (outside.Count == 0)
            return [];
        var positive = Networks(inside);
        var negative = Networks(outside);
        return positive.Count <= negative.Count
            ? positive.ConvertAll(network => new RegionTerm(network, []))
            : [new RegionTerm(RegionTerm.Any, negative)];
    }

    /// <summary>The same addresses in as few ranges as possible.</summary>
    public static List<AddressRange> Join(IEnumerable<AddressRange> ranges)
    {
        var sorted = new List<AddressRange>(ranges);
        sorted.Sort((a, b) => AddressRange.Compare(a.First, b.First));
        var joined = new List<AddressRange>();
        foreach (var range in sorted)
        {
            var last = joined.Count - 1;
            if (last >= 0 && joined[last].Last != AddressRange.Highest && AddressRange.Compare(range.First, AddressRange.After(joined[last].Last)) <= 0)
                joined[last] = new AddressRange(joined[last].First, AddressRange.Compare(range.Last, joined[last].Last) > 0 ? range.Last : joined[last].Last);
            else if (last < 0 || joined[last].Last != AddressRange.Highest)
                joined.Add(range);
        }
        return joined;
    }

    private static List<AddressRange> Complement(List<AddressRange> joined)
    {
        var rest = new List<AddressRange>();
        var next = AddressRange.Lowest;
        foreach (var range in joined)
        {
            if (AddressRange.Compare(next, range.First) < 0)
                rest.Add(new AddressRange(next, AddressRange.Before(range.First)));
            if (range.Last == AddressRange.Highest)
                return rest;
            next = AddressRange.After(range.Last);
        }
        rest.Add(new AddressRange(next, AddressRange.Highest));
        return rest;
    }

    private static List<string> Networks(List<AddressRange> ranges)
    {
        var texts = new List<string>();
        foreach (var range in ranges)
            Split(range, texts);
        return texts;
    }

    // The largest network that begins where the range begins and ends inside it, again and again.
    private static void Split(AddressRange range, List<string> texts)
    {
        var first = range.First == AddressRange.Lowest ? default : range.First;
        while (true)
        {
            var length = 128;
            while (length > 0 && Fits(first, length - 1, range.Last))
                length--;
            var network = new Cidr(first, length);
            texts.Add(network.IsSingleAddress ? first.ToString() : network.ToString());
            var last = AddressRange.Of(network).Last;
            if (AddressRange.Compare(last, range.Last) >= 0)
                return;
            first = AddressRange.After(last);
        }
    }

    private static bool Fits(IpValue first, int length, IpValue last) =>
        Cidr.Mask(first, length) == first && AddressRange.Compare(AddressRange.Of(new Cidr(first, length)).Last, last) <= 0;
}
