using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>
/// For each value that rules name of one <see cref="SelectorKind"/>, the rules that a call with this value could match: those that
/// take any value, as bits, and for each value the words of bits in which it adds to them. Its size grows with the policies,
/// not with their square.
/// </summary>
internal sealed class RuleSelector
{
    private readonly SelectorKind _kind;
    private readonly KeyTable _keys;
    private readonly ulong[] _always;
    private readonly int[] _starts;
    private readonly int[] _words;
    private readonly ulong[] _bits;

    private RuleSelector(SelectorKind kind, KeyTable keys, ulong[] always, List<SortedDictionary<int, ulong>> added)
    {
        _kind = kind;
        _keys = keys;
        _always = always;
        _starts = new int[added.Count + 1];
        var words = new List<int>();
        var bits = new List<ulong>();
        for (var row = 0; row < added.Count; row++)
        {
            words.AddRange(added[row].Keys);
            bits.AddRange(added[row].Values);
            _starts[row + 1] = words.Count;
        }
        _words = [.. words];
        _bits = [.. bits];
    }

    /// <summary>Null when fewer rules than <paramref name="worthwhile"/> can be left out by it.</summary>
    public static RuleSelector? Build(SelectorKind kind, AuthorizationRulePlan[] rules, int worthwhile)
    {
        var keysOfRules = Array.ConvertAll(rules, rule => RuleKeys.Of(kind, rule));
        if (Array.FindAll(keysOfRules, keys => keys is not null).Length < worthwhile)
            return null;
        var table = new KeyTable();
        var always = new ulong[RuleIndex.WordsFor(rules.Length)];
        // Row 0 is of values that no rule names.
        var added = new List<SortedDictionary<int, ulong>> { new() };
        for (var i = 0; i < rules.Length; i++)
        {
            var bit = 1UL << (i % RuleIndex.RulesPerWord);
            var word = i / RuleIndex.RulesPerWord;
            if (keysOfRules[i] is not { } keys)
            {
                always[word] |= bit;
                continue;
            }
            foreach (var key in keys)
            {
                var row = table.Add(key);
                if (row == added.Count)
                    added.Add([]);
                added[row].TryGetValue(word, out var bits);
                added[row][word] = bits | bit;
            }
        }
        return new RuleSelector(kind, table, always, added);
    }

    /// <summary>Starts going through the rules that the call could match; one that does not show the value could match all.</summary>
    public RuleCursor Select(in CallFacts call)
    {
        if (!CallKey.TryRead(_kind, call, out var key))
            return RuleCursor.All;
        var row = _keys.Find(key);
        return new RuleCursor(_starts[row], _starts[row + 1]);
    }

    /// <summary>The rules of one word, the lowest bit the first. Words must be asked for in ascending order.</summary>
    public ulong Rules(int word, ref RuleCursor cursor)
    {
        if (cursor.IsAll)
            return ulong.MaxValue;
        var rules = _always[word];
        if (cursor.At < cursor.End && _words[cursor.At] == word)
            rules |= _bits[cursor.At++];
        return rules;
    }
}
