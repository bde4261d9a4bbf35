using EgressPipeline.Registry;

namespace EgressPipeline.Clusters;

/// <summary>An address that an endpoint group should have.</summary>
/// <param name="Address">Where, as admitted by the guard.</param>
/// <param name="Weight">Share, 1 and up.</param>
/// <param name="Priority">0 = is used first.</param>
/// <param name="LocalityShare">Share of its locality, 0 = localities have none.</param>
/// <param name="Locality">Where it is; empty = unknown.</param>
internal readonly record struct EndpointTarget(GuardedAddress Address, int Weight, int Priority, int LocalityShare, string Locality)
{
    /// <summary>Whether an endpoint that is known may go on as this one.</summary>
    public bool HasPreferencesOf(EndpointTarget other) =>
        Weight == other.Weight && Priority == other.Priority && LocalityShare == other.LocalityShare && Locality == other.Locality;
}
