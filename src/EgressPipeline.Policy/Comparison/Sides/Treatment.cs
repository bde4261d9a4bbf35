using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>What is done with an allowed call, as named aspects in words: equal aspects are equal treatment.</summary>
internal sealed class Treatment(int id, IReadOnlyList<KeyValuePair<string, string>> aspects, IReadOnlyList<RuleRef> rules)
{
    /// <summary>Equal for equal treatments of both plans.</summary>
    public int Id => id;

    public IReadOnlyList<KeyValuePair<string, string>> Aspects => aspects;

    /// <summary>The route and the DestinationRules that say so, where there are any.</summary>
    public IReadOnlyList<RuleRef> Rules => rules;
}
