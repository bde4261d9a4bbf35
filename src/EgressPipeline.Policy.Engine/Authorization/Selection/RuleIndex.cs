using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>
/// Finds the first rule of a list that matches a call without reading them all: what the call shows (host, method, path, caller)
/// selects the few rules that could match, and only those are evaluated, in their order. The answer is that of reading all.
/// Immutable, safe for concurrent use; a search allocates nothing.
/// </summary>
internal sealed class RuleIndex
{
    internal const int RulesPerWord = 64;

    private readonly AuthorizationRulePlan[] _rules;
    private readonly RuleSelector[] _selectors;
    private readonly int _words;

    private RuleIndex(AuthorizationRulePlan[] rules, RuleSelector[] selectors)
    {
        _rules = rules;
        _selectors = selectors;
        _words = WordsFor(rules.Length);
    }

    /// <summary>Fewer rules than this are read one after the other: that is quicker than asking what selects them.</summary>
    public const int Worthwhile = 6;

    public static RuleIndex Build(AuthorizationRulePlan[] rules) => Build(rules, Worthwhile);

    /// <summary>The same with a bound of the caller's on how many rules a selector must concern.</summary>
    internal static RuleIndex Build(AuthorizationRulePlan[] rules, int worthwhile)
    {
        var selectors = new List<RuleSelector>();
        if (rules.Length >= worthwhile)
            foreach (var kind in SelectorKinds.All)
                if (RuleSelector.Build(kind, rules, worthwhile) is { } selector)
                    selectors.Add(selector);
        return new RuleIndex(rules, [.. selectors]);
    }

    /// <summary>The first rule whose outcome is at least <paramref name="atLeast"/> (never <see cref="Truth.No"/>), or null.</summary>
    public AuthorizationRulePlan? FirstMatch(in CallFacts call, Truth atLeast) =>
        _selectors.Length == 0 ? Scan(call, atLeast) : Select(call, atLeast);

    internal static int WordsFor(int rules) => (rules + RulesPerWord - 1) / RulesPerWord;

    private AuthorizationRulePlan? Scan(in CallFacts call, Truth atLeast)
    {
        foreach (var rule in _rules)
            if (rule.Evaluate(call) >= atLeast)
                return rule;
        return null;
    }

    private AuthorizationRulePlan? Select(in CallFacts call, Truth atLeast)
    {
        Span<RuleCursor> cursors = stackalloc RuleCursor[SelectorKinds.Count];
        for (var i = 0; i < _selectors.Length; i++)
            cursors[i] = _selectors[i].Select(call);
        for (var word = 0; word < _words; word++)
        {
            var candidates = ulong.MaxValue;
            for (var i = 0; i < _selectors.Length; i++)
                candidates &= _selectors[i].Rules(word, ref cursors[i]);
            for (var rule = word * RulesPerWord; candidates != 0 && rule < _rules.Length; rule++, candidates >>= 1)
            {
                var skipped = TrailingZeros(candidates);
                rule += skipped;
                candidates >>= skipped;
                if (rule < _rules.Length && _rules[rule].Evaluate(call) >= atLeast)
                    return _rules[rule];
            }
        }
        return null;
    }

    private static int TrailingZeros(ulong value)
    {
#if NET
        return System.Numerics.BitOperations.TrailingZeroCount(value);
#else
        var zeros = 0;
        while ((value & 1) == 0)
        {
            value >>= 1;
            zeros++;
        }
        return zeros;
#endif
    }
}
