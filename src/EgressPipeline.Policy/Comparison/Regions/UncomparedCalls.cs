namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Calls about which the plans may differ: telling how would take more work than allowed.</summary>
/// <param name="Region">Which calls; null = all.</param>
/// <param name="Reason">What was too much.</param>
public sealed record UncomparedCalls(CallRegion? Region, string Reason);
