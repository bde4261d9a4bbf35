using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>
/// A condition that cannot be analysed, such as a regular expression with word boundaries. It is compared as a fact of its
/// own that may hold for any call: equal ones in both plans cancel, and whatever hangs on others is reported as approximate.
/// </summary>
internal sealed class OpaqueCondition(Condition inner, string text) : Condition(new Dimension(DimensionKind.Opaque, inner.Key), "opaque " + inner.Key)
{
    /// <summary>The condition in words.</summary>
    public string Text => text;

    public override bool Holds(in CallFacts call) => inner.Holds(call);
}
