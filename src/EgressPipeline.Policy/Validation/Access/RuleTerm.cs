using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>One list of an authorization rule: the named property of the call has, or has not, one of the values.</summary>
internal sealed class RuleTerm
{
    /// <summary>Longer lists are not compared value by value.</summary>
    private const long MaxComparisons = 1 << 20;

    private readonly TermValue[] _values;
    private readonly bool _isAlone;

    public RuleTerm(string property, bool negated, Located<string>[] values, TermKind kind)
    {
        Property = property;
        Negated = negated;
        Values = values;
        _isAlone = kind is not (TermKind.Items or TermKind.RequestPrincipal);
        _values = Array.ConvertAll(values, v => new TermValue(kind, v.Value));
    }

    /// <summary>What of the call is compared; the same word wherever the policy can say it.</summary>
    public string Property { get; }
    public bool Negated { get; }

    /// <summary>As written; never empty.</summary>
    public Located<string>[] Values { get; }

    /// <summary>True when every call that fulfils <paramref name="narrow"/> fulfils this term.</summary>
    public bool IsImpliedBy(RuleTerm narrow)
    {
        if (Property != narrow.Property || !CanCompare(narrow))
            return false;
        if (!Negated)
            return !narrow.Negated && Array.TrueForAll(narrow._values, n => Array.Exists(_values, w => w.Covers(n)));
        return narrow.Negated
            ? Array.TrueForAll(_values, w => Array.Exists(narrow._values, n => n.Covers(w)))
            : _isAlone && Array.TrueForAll(_values, w => Array.TrueForAll(narrow._values, n => n.IsDisjoint(w)));
    }

    /// <summary>True when no call fulfils both.</summary>
    public bool Contradicts(RuleTerm other)
    {
        if (Property != other.Property || (Negated && other.Negated) || !CanCompare(other))
            return false;
        if (Negated)
            return other.Contradicts(this);
        return other.Negated
            ? Array.TrueForAll(_values, v => Array.Exists(other._values, o => o.Covers(v)))
            : _isAlone && Array.TrueForAll(_values, v => Array.TrueForAll(other._values, o => o.IsDisjoint(v)));
    }

    private bool CanCompare(RuleTerm other) => (long)_values.Length * other._values.Length <= MaxComparisons;
}
