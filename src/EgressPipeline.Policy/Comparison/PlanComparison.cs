using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Policy.Comparison;

/// <summary>
/// What changes for calls when one plan takes another's place. Every list is complete: a call about which the plans differ
/// lies in a region of one of them. Immutable.
/// </summary>
/// <param name="Wider">Calls that are newly reachable.</param>
/// <param name="Narrower">Calls that are newly denied.</param>
/// <param name="Changed">Calls that stay allowed and are treated in another way.</param>
/// <param name="Uncompared">Calls that could not be compared within the bounds: they may be in any of the other lists.</param>
public sealed record PlanComparison(
    IReadOnlyList<ReachabilityChange> Wider,
    IReadOnlyList<ReachabilityChange> Narrower,
    IReadOnlyList<TreatmentChange> Changed,
    IReadOnlyList<UncomparedCalls> Uncompared)
{
    /// <summary>True unless it is certain that nothing becomes newly reachable.</summary>
    public bool MayBeWider => Wider.Count + Uncompared.Count > 0;

    /// <summary>True unless it is certain that nothing changes.</summary>
    public bool MayDiffer => MayBeWider || Narrower.Count + Changed.Count > 0;
}
