using EgressPipeline.Policy.Comparison.Conditions;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>Conditions that must all hold; none = always.</summary>
internal sealed class Conjunction
{
    public static readonly Conjunction Always = new([]);

    private readonly Condition[] _conditions;

    private Conjunction(Condition[] conditions)
    {
        _conditions = conditions;
        Key = string.Join(",", Array.ConvertAll(conditions, condition => condition.Id));
    }

    public IReadOnlyList<Condition> Conditions => _conditions;

    /// <summary>Equal for the same conditions in any order.</summary>
    public string Key { get; }

    public bool IsAlways => _conditions.Length == 0;

    public static Conjunction Of(IEnumerable<Condition> conditions)
    {
        var sorted = new SortedDictionary<int, Condition>();
        foreach (var condition in conditions)
            sorted[condition.Id] = condition;
        return sorted.Count == 0 ? Always : new Conjunction([.. sorted.Values]);
    }

    public Conjunction And(Conjunction other) =>
        IsAlways ? other : other.IsAlways ? this : Of([.. _conditions, .. other._conditions]);
}
