using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>The kinds of texts of one field; a header or parameter may also be absent.</summary>
internal sealed class TextValues : IFieldValues
{
    private readonly Dimension _dimension;
    private readonly string[] _texts;
    private readonly BitSet[] _matching;
    private readonly IReadOnlyList<TextKind> _kinds;

    private TextValues(Dimension dimension, IReadOnlyList<TextPattern> patterns, IReadOnlyList<TextKind> kinds)
    {
        _dimension = dimension;
        _kinds = kinds;
        Count = kinds.Count + (dimension.IsOptional ? 1 : 0);
        _texts = new string[patterns.Count];
        _matching = new BitSet[patterns.Count];
        for (var i = 0; i < _texts.Length; i++)
        {
            var pattern = i;
            _texts[i] = patterns[i].Text;
            _matching[i] = BitSet.Of(Count, kind => kind < kinds.Count && kinds[kind].Patterns[pattern]);
        }
    }

    public int Count { get; }

    private int Absent => _dimension.IsOptional ? _kinds.Count : -1;

    /// <summary>Null when the conditions name more texts than can be told apart within the bound.</summary>
    public static TextValues? Find(Dimension dimension, FieldTexts field, IEnumerable<Condition> conditions, int maxStates)
    {
        var patterns = new SortedDictionary<string, TextPattern>(StringComparer.Ordinal);
        foreach (var condition in conditions)
            foreach (var pattern in condition.Patterns)
                patterns[pattern.Key] = pattern;
        foreach (var pattern in field.Patterns)
            patterns[pattern.Key] = pattern;
        var list = new List<TextPattern>(patterns.Values);
        if (!field.CanBePresent)
            return new TextValues(dimension, list, []);
        var kinds = TextPartition.Find(list, field.Form(list), field.Familiar(list), maxStates);
        return kinds is null ? null : new TextValues(dimension, list, field.Possible(kinds, list));
    }

    public ComparedCall Apply(ComparedCall call, int kind)
    {
        if (kind == Absent)
            return call;
        var text = AsciiText.Text(_kinds[kind].Example);
        return _dimension.Kind switch
        {
            DimensionKind.Caller => call with { Caller = text.Length > 0 && CallerIdentity.TryParse("spiffe://" + text, out var caller) ? caller : CallerIdentity.Anonymous },
            DimensionKind.Method => call with { Method = text },
            DimensionKind.Path => call with { Path = text },
            DimensionKind.Scheme => call with { Scheme = text },
            DimensionKind.Header => call with { Headers = [.. call.Headers, new(_dimension.Name, text)] },
            _ => call with { Query = [.. call.Query, new(_dimension.Name, text)] },
        };
    }

    public IReadOnlyList<RegionTerm> Describe(BitSet kinds)
    {
        var texts = new List<string>(_texts);
        var matching = new List<BitSet>(_matching);
        if (Absent >= 0)
        {
            texts.Add("absent");
            matching.Add(BitSet.Of(Count, kind => kind == Absent));
        }
        return TermWriter.Write(kinds, texts, matching, kind => kind == Absent ? "absent" : AsciiText.Text(_kinds[kind].Example));
    }
}
