namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Calls that only one of the plans allows, for one reason.</summary>
/// <param name="Region">Which calls.</param>
/// <param name="Old">What the old plan says of the example, and so of its like.</param>
/// <param name="New">What the new plan says.</param>
/// <param name="Example">A call of the region about which the plans really differ; null when none could be made up.</param>
/// <param name="Approximation">Why the region may hold calls about which nothing changes; null when it is exact.</param>
public sealed record ReachabilityChange(CallRegion Region, CallVerdict Old, CallVerdict New, ComparedCall? Example, string? Approximation);
