using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>One way to fulfil an authorization rule: one source, one operation and every condition.</summary>
internal sealed class RuleCase(RuleTerm[] terms)
{
    /// <summary>So many ways are looked at; a rule with more is not compared with others.</summary>
    private const int MaxCases = 64;

    /// <summary>Every way to fulfil a rule, or null when there are too many to compare.</summary>
    public static RuleCase[]? Of(AuthorizationRuleRule rule, string ns)
    {
        var sources = rule.From is null ? [[]] : Array.ConvertAll(rule.From, s => RuleTerms.Of(s, ns));
        var operations = rule.To is null ? [[]] : Array.ConvertAll(rule.To, RuleTerms.Of);
        if (sources.Length * (long)operations.Length > MaxCases)
            return null;
        var conditions = RuleTerms.Of(rule.When, ns);
        var cases = new List<RuleCase>();
        foreach (var source in sources)
            foreach (var operation in operations)
                cases.Add(new RuleCase([.. source, .. operation, .. conditions]));
        return [.. cases];
    }

    /// <summary>How many values the case has, which is what comparing it costs.</summary>
    public int Size { get; } = 1 + terms.Sum(t => t.Values.Length);

    /// <summary>False (at once) when this case asks for something that the other does not mention.</summary>
    public bool CanCover(RuleCase narrow) => Array.TrueForAll(terms, t => narrow.Mentions(t.Property));

    /// <summary>True when every call that fulfils <paramref name="narrow"/> fulfils this case, too.</summary>
    public bool Covers(RuleCase narrow)
    {
        if (!CanCover(narrow))
            return false;
        foreach (var term in terms)
            if (!narrow.Implies(term))
                return false;
        return true;
    }

    private bool Mentions(string property) => Array.Exists(terms, t => t.Property == property);

    private bool Implies(RuleTerm term)
    {
        foreach (var own in terms)
            if (term.IsImpliedBy(own))
                return true;
        return false;
    }
}
