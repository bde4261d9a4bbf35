using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>
/// The values of one field, sorted into classes: two values are in one class when the same conditions hold for both. Which
/// hold was asked of the conditions themselves, with an example of every kind of value.
/// </summary>
internal sealed class FieldClasses
{
    private readonly IFieldValues _values;
    private readonly Condition[] _conditions;
    private readonly Dictionary<BitSet, int> _classOf = [];
    private readonly List<List<int>> _members = [];
    private readonly Dictionary<int, BitSet> _holding = [];

    public FieldClasses(Dimension dimension, Condition[] conditions, IFieldValues values, ComparedCall call)
    {
        Dimension = dimension;
        _conditions = conditions;
        _values = values;
        var vectors = new List<BitSet>();
        for (var kind = 0; kind < values.Count; kind++)
        {
            var holding = dimension.Kind == DimensionKind.Opaque ? BitSet.Of(1, _ => kind == OpaqueValues.Holds) : Holding(values.Apply(call, kind)!.Facts());
            if (!_classOf.TryGetValue(holding, out var number))
            {
                _classOf.Add(holding, number = vectors.Count);
                vectors.Add(holding);
                _members.Add([]);
            }
            _members[number].Add(kind);
        }
        for (var i = 0; i < conditions.Length; i++)
        {
            var position = i;
            _holding[conditions[i].Id] = BitSet.Of(vectors.Count, number => vectors[number][position]);
        }
    }

    public Dimension Dimension { get; }

    public int Count => _members.Count;

    /// <summary>The classes for which a condition holds.</summary>
    public BitSet Holding(Condition condition) => _holding[condition.Id];

    /// <summary>The class of a call's value; -1 for a value of no class, which cannot be unless one was missed.</summary>
    public int Find(in CallFacts call) => _classOf.TryGetValue(Holding(call), out var number) ? number : -1;

    /// <summary>The call with an example of a class, the most familiar one; null when none is known.</summary>
    public ComparedCall? Apply(ComparedCall call, int number) => _values.Apply(call, _members[number][0]);

    public IReadOnlyList<RegionTerm> Describe(BitSet classes)
    {
        if (classes.IsFull)
            return [];
        var kinds = new HashSet<int>();
        foreach (var number in classes.Members)
            kinds.UnionWith(_members[number]);
        return _values.Describe(BitSet.Of(_values.Count, kinds.Contains));
    }

    private BitSet Holding(in CallFacts call)
    {
        var holding = new bool[_conditions.Length];
        for (var i = 0; i < holding.Length; i++)
            holding[i] = _conditions[i].Holds(call);
        return BitSet.Of(holding.Length, i => holding[i]);
    }
}
