using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Calls that stay allowed and are treated in another way.</summary>
/// <param name="Region">Which calls: of these, those that both plans allow.</param>
/// <param name="Aspects">What is different; never empty.</param>
/// <param name="OldRules">Route and DestinationRules of the old plan, or the service where there are none.</param>
/// <param name="NewRules">Those of the new plan.</param>
/// <param name="Example">A call of the region about which the plans really differ; null when none could be made up.</param>
/// <param name="Approximation">Why the region may hold calls about which nothing changes; null when it is exact.</param>
public sealed record TreatmentChange(
    CallRegion Region,
    IReadOnlyList<AspectChange> Aspects,
    IReadOnlyList<RuleRef> OldRules,
    IReadOnlyList<RuleRef> NewRules,
    ComparedCall? Example,
    string? Approximation);
