using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>Finds sources, operations and conditions that no call can fulfil, since two of their lists exclude each other.</summary>
internal static class ContradictionCheck
{
    /// <summary>So many conditions are compared with each other.</summary>
    private const int MaxConditions = 64;

    public static void Check(AuthorizationRuleRule rule, string ns, DiagnosticBag bag)
    {
        var conditions = rule.When.Length > MaxConditions ? [] : RuleTerms.Of(rule.When, ns);
        Check(conditions, [], bag);
        foreach (var source in rule.From ?? [])
            Check(RuleTerms.Of(source, ns), conditions, bag);
        foreach (var operation in rule.To ?? [])
            Check(RuleTerms.Of(operation), conditions, bag);
    }

    /// <summary>Compares the terms with each other and with others that hold at the same time; one finding is enough.</summary>
    private static void Check(List<RuleTerm> terms, List<RuleTerm> others, DiagnosticBag bag)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            var against = terms.FindIndex(i + 1, terms[i].Contradicts) is var own and >= 0 ? terms[own] : others.Find(terms[i].Contradicts);
            if (against is null)
                continue;
            Report(terms[i], against, bag);
            return;
        }
    }

    private static void Report(RuleTerm first, RuleTerm second, DiagnosticBag bag) =>
        bag.Report(AuthorizationPolicyDiagnostics.NeverMatches, second.Values[0].Source, first.Property, Show(first), Show(second), first.Values[0].Source);

    private static string Show(RuleTerm term) => (term.Negated ? "not " : "") + string.Join(" or ", term.Values.Select(v => "'" + v.Value + "'"));
}
