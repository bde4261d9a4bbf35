namespace EgressPipeline.LoadBalancing;

/// <summary>The calls of one priority.</summary>
/// <param name="Percent">Of all calls, 0 to 100.</param>
/// <param name="IsPanic">True when its unhealthy endpoints are used as well.</param>
internal readonly record struct PriorityLoad(int Percent, bool IsPanic);
