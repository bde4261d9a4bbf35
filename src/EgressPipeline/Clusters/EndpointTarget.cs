using EgressPipeline.Registry;

namespace EgressPipeline.Clusters;

/// <summary>An address that an endpoint group should have.</summary>
/// <param name="Address">Where, as admitted by the guard.</param>
/// <param name="Weight">Share, 1 and up.</param>
internal readonly record struct EndpointTarget(GuardedAddress Address, int Weight);
