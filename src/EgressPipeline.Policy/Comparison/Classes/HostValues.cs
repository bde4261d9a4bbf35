using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Comparison.Text.Forms;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>The names of one family of hosts, told apart by regular expressions on the authority.</summary>
internal sealed class HostValues : IFieldValues
{
    private readonly IReadOnlyList<TextPattern> _patterns;
    private readonly IReadOnlyList<TextKind> _kinds;

    private HostValues(IReadOnlyList<TextPattern> patterns, IReadOnlyList<TextKind> kinds)
    {
        _patterns = patterns;
        _kinds = kinds;
    }

    public int Count => _kinds.Count;

    /// <summary>Null when there are too many to tell apart.</summary>
    /// <param name="family">The family.</param>
    /// <param name="inside">Classes of hosts that fit the family but are none of it.</param>
    /// <param name="conditions">The conditions.</param>
    /// <param name="maxStates">Bound on the search.</param>
    public static HostValues? Find(HostClass family, IReadOnlyList<HostClass> inside, IEnumerable<Condition> conditions, int maxStates)
    {
        var patterns = new List<TextPattern>();
        foreach (var condition in conditions)
            patterns.AddRange(condition.Patterns);
        var named = patterns.Count;
        patterns.Add(new FamilyPattern(family.Prefix, family.Suffix));
        foreach (var other in inside)
            patterns.Add(other.IsFamily ? new FamilyPattern(other.Prefix, other.Suffix) : new MatchPattern(ByteMatch.Exact(other.Example)));
        var kinds = TextPartition.Find(patterns, new HostForm(), [family.Example], maxStates);
        if (kinds is null)
            return null;
        var own = kinds.Where(kind => kind.Patterns.Members.Where(pattern => pattern >= named).SequenceEqual([named]));
        return new HostValues(patterns.GetRange(0, named), [.. own]);
    }

    public ComparedCall Apply(ComparedCall call, int kind) => call with { Host = AsciiText.Text(_kinds[kind].Example) };

    public IReadOnlyList<RegionTerm> Describe(BitSet kinds)
    {
        var texts = new List<string>();
        var matching = new List<BitSet>();
        for (var i = 0; i < _patterns.Count; i++)
        {
            var pattern = i;
            texts.Add(_patterns[i].Text);
            matching.Add(BitSet.Of(Count, kind => _kinds[kind].Patterns[pattern]));
        }
        return TermWriter.Write(kinds, texts, matching, kind => AsciiText.Text(_kinds[kind].Example));
    }
}
