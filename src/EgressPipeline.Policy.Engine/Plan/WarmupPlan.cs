namespace EgressPipeline.Policy.Plan;

/// <summary>Slow start: a new endpoint begins with a small part of its weight and grows into the whole of it.</summary>
/// <param name="Duration">How long it grows, more than zero.</param>
/// <param name="MinimumPercent">What it has at least, 0 to 100.</param>
/// <param name="Aggression">1 = grows evenly; more = faster at first, less = slower at first. More than 0.</param>
public sealed record WarmupPlan(TimeSpan Duration, double MinimumPercent, double Aggression)
{
    public const double DefaultMinimumPercent = 10;

    public const double DefaultAggression = 1;
}
