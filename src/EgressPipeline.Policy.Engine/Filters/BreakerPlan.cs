namespace EgressPipeline.Policy.Filters;

/// <summary>When a filter that fails again and again is no longer called.</summary>
/// <param name="Failures">Failures in a row that open the breaker; 0 = never.</param>
/// <param name="Cooldown">How long it stays open; one call then tries.</param>
public sealed record BreakerPlan(int Failures, TimeSpan Cooldown)
{
    public static readonly BreakerPlan Default = new(20, TimeSpan.FromSeconds(10));
}
