using EgressPipeline.Policy.Comparison.Differences;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>What all contexts of one reported change have in common.</summary>
internal sealed class ChangeKey
{
    public required DifferenceKind Kind { get; init; }
    public required DecisionReason OldReason { get; init; }
    public required DecisionReason NewReason { get; init; }
    public required IReadOnlyList<RuleRef> OldRules { get; init; }
    public required IReadOnlyList<RuleRef> NewRules { get; init; }
    public required IReadOnlyList<AspectChange> Aspects { get; init; }
    public required IReadOnlyList<RegionField> Fields { get; init; }
    public required string? Approximation { get; init; }

    /// <summary>Equal for what is reported together.</summary>
    public string Text() => string.Join("\n",
        [Kind.ToString(), OldReason.ToString(), NewReason.ToString(), string.Join(";", OldRules), string.Join(";", NewRules), string.Join(";", Aspects), string.Join("\u0001", Fields), Approximation ?? ""]);
}
