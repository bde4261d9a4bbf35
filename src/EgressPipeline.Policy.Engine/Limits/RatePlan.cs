namespace EgressPipeline.Policy.Limits;

/// <summary>So many in a stretch of time, evenly; what was not used is saved up to <paramref name="Burst"/>.</summary>
/// <param name="Count">How many in <paramref name="Per"/>, at least 1.</param>
/// <param name="Per">The stretch, 1 s to 24 h.</param>
/// <param name="Burst">How many at once at most, at least 1.</param>
public sealed record RatePlan(int Count, TimeSpan Per, int Burst);
