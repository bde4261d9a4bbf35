namespace EgressPipeline.Filters;

/// <summary>What keeps an eye on one filter instance.</summary>
internal sealed record FilterWatch(FilterBreaker Breaker, FailureLog Failures);
