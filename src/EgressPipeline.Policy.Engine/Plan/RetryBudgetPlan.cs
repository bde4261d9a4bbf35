namespace EgressPipeline.Policy.Plan;

/// <summary>How many retries may be outstanding in proportion to the requests that are.</summary>
/// <param name="Percent">0..100 of the active and pending requests.</param>
/// <param name="MinConcurrency">Retries that are always allowed at once.</param>
/// <param name="Interval">Window over which requests are counted; zero = those outstanding now.</param>
public sealed record RetryBudgetPlan(double Percent, int MinConcurrency, TimeSpan Interval);
