using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>The kinds of values that one field of a call can have, each with an example.</summary>
internal interface IFieldValues
{
    int Count { get; }

    /// <summary>The call with an example of a kind; null when no example is known (opaque conditions).</summary>
    ComparedCall? Apply(ComparedCall call, int kind);

    /// <summary>A set of kinds in words; empty when it is all of them.</summary>
    IReadOnlyList<RegionTerm> Describe(BitSet kinds);
}
