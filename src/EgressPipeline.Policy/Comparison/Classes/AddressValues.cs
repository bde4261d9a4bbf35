using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>The caller's address, cut where ranges begin and end. It is always known.</summary>
internal sealed class AddressValues : IFieldValues
{
    private readonly List<AddressRange> _pieces;

    public AddressValues(IEnumerable<Condition> conditions)
    {
        var ranges = new List<AddressRange>();
        foreach (var condition in conditions)
            ranges.AddRange(condition.Ranges);
        _pieces = AddressPartition.Cut(ranges);
    }

    public int Count => _pieces.Count;

    public ComparedCall Apply(ComparedCall call, int kind) => call with { SourceAddress = AddressPartition.Example(_pieces[kind]) };

    public IReadOnlyList<RegionTerm> Describe(BitSet kinds)
    {
        var ranges = new List<AddressRange>();
        foreach (var kind in kinds.Members)
            ranges.Add(_pieces[kind]);
        return AddressText.Terms(ranges);
    }
}
