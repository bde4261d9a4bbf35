using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>
/// Says a set of kinds of values in the words of the patterns that policies use. Exact: the words stand for the set and
/// nothing else; where the patterns do not suffice, a kind is named by an example.
/// </summary>
internal sealed class TermWriter
{
    private readonly IReadOnlyList<string> _texts;
    private readonly IReadOnlyList<BitSet> _matching;

    private TermWriter(IReadOnlyList<string> texts, IReadOnlyList<BitSet> matching)
    {
        _texts = texts;
        _matching = matching;
    }

    /// <summary>The set in words; empty when it is everything.</summary>
    public static IReadOnlyList<RegionTerm> Write(BitSet set, IReadOnlyList<string> texts, IReadOnlyList<BitSet> matching, Func<int, string> example)
    {
        if (set.IsFull)
            return [];
        var writer = new TermWriter(texts, matching);
        var positive = writer.Cover(set, out var rest);
        if (rest.IsEmpty)
            return writer.Terms(positive);
        var negative = writer.Cover(set.Invert(), out var uncovered);
        if (uncovered.IsEmpty)
            return [new RegionTerm(RegionTerm.Any, negative.ConvertAll(pattern => writer._texts[pattern]))];
        var exceptional = writer.CoverWithExceptions(set, positive, ref rest);
        var terms = writer.Terms(positive);
        terms.AddRange(exceptional);
        foreach (var kind in rest.Members)
            terms.Add(new RegionTerm("values like " + example(kind), []));
        return terms;
    }

    private List<RegionTerm> Terms(List<int> patterns)
    {
        var texts = patterns.ConvertAll(pattern => _texts[pattern]);
        texts.Sort(StringComparer.Ordinal);
        return texts.ConvertAll(text => new RegionTerm(text, []));
    }

    /// <summary>Patterns that lie within the set, the widest first, until they leave nothing that a pattern could cover.</summary>
    private List<int> Cover(BitSet set, out BitSet rest) => Cover(set, set, out rest);

    private List<int> Cover(BitSet allowed, BitSet wanted, out BitSet rest)
    {
        var patterns = new List<int>();
        rest = wanted;
        while (!rest.IsEmpty && Widest(allowed, rest) is >= 0 and var best)
        {
            patterns.Add(best);
            rest = rest.Without(_matching[best]);
        }
        return patterns;
    }

    private int Widest(BitSet set, BitSet rest)
    {
        var best = -1;
        var most = 0;
        for (var i = 0; i < _texts.Count; i++)
        {
            if (!_matching[i].IsSubsetOf(set))
                continue;
            var covered = _matching[i].And(rest).CountMembers();
            if (covered < most || covered == 0 || (covered == most && string.CompareOrdinal(_texts[i], _texts[best]) >= 0))
                continue;
            most = covered;
            best = i;
        }
        return best;
    }

    // "/v1/* except /v1/admin/*": a pattern that reaches beyond the set, less patterns for exactly what is beyond. What was
    // covered before and lies in such a term is taken out of "covered".
    private List<RegionTerm> CoverWithExceptions(BitSet set, List<int> covered, ref BitSet rest)
    {
        var terms = new List<RegionTerm>();
        for (var i = 0; i < _texts.Count && !rest.IsEmpty; i++)
        {
            if (!_matching[i].Overlaps(rest))
                continue;
            var exceptions = Cover(set.Invert(), _matching[i].Without(set), out var uncovered);
            if (!uncovered.IsEmpty)
                continue;
            terms.Add(new RegionTerm(_texts[i], [.. Terms(exceptions).Select(term => term.Pattern)]));
            rest = rest.Without(_matching[i]);
            var wide = _matching[i];
            covered.RemoveAll(pattern => _matching[pattern].IsSubsetOf(wide));
        }
        return terms;
    }
}
