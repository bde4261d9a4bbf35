using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>The contexts of a region: every combination of some hosts, kinds of call, ports and dialled addresses.</summary>
internal sealed class ScopeProduct(IReadOnlyList<HostClass> hosts, IReadOnlyList<CallKind> kinds, IReadOnlyList<PortClass> ports, IReadOnlyList<DestinationClass> destinations)
{
    /// <summary>One for each combination.</summary>
    public List<RegionPart> Parts { get; } = [];

    /// <summary>In words.</summary>
    public RegionScope Describe(HostClasses all) => new(kinds, HostText.Terms(hosts, all), PortTerms(), DestinationTerms());

    private IReadOnlyList<RegionTerm> PortTerms()
    {
        var numbers = new SortedSet<int>();
        foreach (var port in ports)
            if (port.Except is null)
                numbers.Add(port.Number);
        var others = new List<PortClass>(ports).Find(port => port.Except is not null);
        if (others is null)
            return [.. numbers.Select(number => new RegionTerm(number.ToString(), []))];
        var missing = Array.FindAll(others.Except!, number => !numbers.Contains(number));
        return missing.Length == 0 ? [] : [new RegionTerm(RegionTerm.Any, Array.ConvertAll(missing, number => number.ToString()))];
    }

    private IReadOnlyList<RegionTerm> DestinationTerms()
    {
        var ranges = new List<AddressRange>();
        var withUnknown = false;
        foreach (var destination in destinations)
        {
            withUnknown |= destination.WithUnknown;
            if (destination.Range is { } range)
                ranges.Add(range);
        }
        var terms = ranges.Count == 0 ? [] : AddressText.Terms(ranges);
        if (withUnknown)
            return terms.Count == 0 && ranges.Count > 0 ? [] : [new RegionTerm("not known", []), .. terms];
        // Opaque TCP always has an address.
        return terms.Count > 0 || kinds.All(kind => kind == CallKind.Tcp) ? terms : [new RegionTerm(RegionTerm.Any, ["not known"])];
    }
}
