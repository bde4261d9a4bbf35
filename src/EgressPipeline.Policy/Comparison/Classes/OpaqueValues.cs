using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>The two outcomes of a condition that cannot be analysed; of neither is a call known that shows it.</summary>
internal sealed class OpaqueValues(OpaqueCondition condition) : IFieldValues
{
    /// <summary>The kind for which the condition holds.</summary>
    public const int Holds = 1;

    public int Count => 2;

    public ComparedCall? Apply(ComparedCall call, int kind) => null;

    public IReadOnlyList<RegionTerm> Describe(BitSet kinds) =>
        kinds.IsFull ? [] : [kinds[Holds] ? new RegionTerm(condition.Text, []) : new RegionTerm(RegionTerm.Any, [condition.Text])];
}
