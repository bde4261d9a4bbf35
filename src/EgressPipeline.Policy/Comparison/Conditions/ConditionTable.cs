using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>Every condition of both plans once: the same condition in both is the same object.</summary>
internal sealed class ConditionTable
{
    private readonly Dictionary<string, Condition> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<AuthorizationClause, Condition> _byClause = [];
    private readonly List<Condition> _all = [];

    public Condition this[int id] => _all[id];

    public Condition Of(AuthorizationClause clause, Dimension dimension)
    {
        if (_byClause.TryGetValue(clause, out var known))
            return known;
        var key = ClauseKeys.Of(clause);
        var condition = new ClauseCondition(clause, dimension, key);
        var entered = dimension.Kind == DimensionKind.Opaque ? OfOpaque(condition, clause.Field + " " + string.Join("|", clause.Values)) : Enter(condition);
        _byClause.Add(clause, entered);
        return entered;
    }

    /// <summary>A condition of an http match, whose regular expression may be beyond analysis.</summary>
    public Condition Of(Condition condition, ByteMatch match)
    {
        if (Text.MatchPattern.IsSupported(match))
            return Enter(condition);
        var negation = condition is NamedCondition { IsWithout: true } ? "without " : "";
        return OfOpaque(condition, negation + FieldNames.Of(condition.Dimension) + " regex " + match.Text);
    }

    /// <summary>A condition that is not analysed, by the text that names it.</summary>
    public Condition OfOpaque(Condition condition, string text) => Enter(new OpaqueCondition(condition, text));

    private Condition Enter(Condition condition)
    {
        if (_byKey.TryGetValue(condition.Key, out var existing))
            return existing;
        condition.Id = _all.Count;
        _all.Add(condition);
        _byKey.Add(condition.Key, condition);
        return condition;
    }
}
