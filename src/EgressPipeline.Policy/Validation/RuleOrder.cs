using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Validation;

/// <summary>Compares the rules of one VirtualService and protocol in their order.</summary>
/// <param name="covers">Whether one match takes every call of another.</param>
/// <param name="source">Where a match is written.</param>
/// <param name="size">How many conditions a match has, which is what comparing it costs.</param>
internal sealed class RuleOrder<T>(Func<T, T, bool> covers, Func<T, SourceRef> source, Func<T, int> size)
{
    /// <summary>So many conditions are compared; a thousand rules stay far below.</summary>
    private const long MaxComparisons = 10_000_000;

    private readonly WorkBudget _budget = new(MaxComparisons);

    public void Check(Rule[] rules, DiagnosticBag bag)
    {
        var catchAll = Array.FindIndex(rules, r => r.Matches.Length == 0);
        for (var later = 1; later < rules.Length && !_budget.IsSpent; later++)
            if ((catchAll >= 0 && catchAll < later ? rules[catchAll] : FindTaker(rules, later)) is { } taker)
                bag.Report(VirtualServiceDiagnostics.Unreachable, rules[later].Source, rules[later].Name, taker.Name, taker.Source);
        foreach (var rule in rules)
            CheckWithin(rule, bag);
    }

    /// <summary>The last earlier rule that is needed to take all of a rule's calls, or null when some get through.</summary>
    private Rule? FindTaker(Rule[] rules, int later)
    {
        Rule? taker = null;
        foreach (var match in rules[later].Matches)
        {
            var found = Array.FindIndex(rules, 0, later, r => Array.Exists(r.Matches, m => Covers(m, match)));
            if (found < 0)
                return null;
            taker = rules[found];
        }
        return taker;
    }

    private void CheckWithin(Rule rule, DiagnosticBag bag)
    {
        for (var i = 1; i < rule.Matches.Length && !_budget.IsSpent; i++)
        {
            var by = Array.FindIndex(rule.Matches, 0, i, m => Covers(m, rule.Matches[i]));
            if (by >= 0)
                bag.Report(VirtualServiceDiagnostics.IneffectiveMatch, source(rule.Matches[i]), rule.Name + ".match[" + i + "]", "match[" + by + "]", source(rule.Matches[by]));
        }
    }

    private bool Covers(T wide, T narrow) => _budget.Spend((long)size(wide) * size(narrow)) && covers(wide, narrow);

    /// <summary>A rule as far as order and matches go.</summary>
    internal sealed record Rule(string Name, T[] Matches, SourceRef Source);
}
