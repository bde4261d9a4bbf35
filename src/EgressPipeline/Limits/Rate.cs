using EgressPipeline.Policy.Limits;

namespace EgressPipeline.Limits;

/// <summary>A rate in the units of <see cref="LimitClock"/>, rounded so that it is never exceeded.</summary>
/// <param name="Cost">How long one takes to flow in; 0 = no bound.</param>
/// <param name="Depth">How long an empty bucket takes to fill.</param>
internal readonly record struct Rate(long Cost, long Depth)
{
    /// <summary>A year: a deeper bucket would only make sums overflow.</summary>
    private const long MaxDepth = LimitClock.UnitsPerSecond * 366 * 24 * 3600;

    public bool IsBounded => Cost > 0;

    public static Rate Of(RatePlan? plan)
    {
        if (plan is null)
            return default;
        var cost = (LimitClock.Units(plan.Per) + plan.Count - 1) / plan.Count;
        return new Rate(cost, plan.Burst > MaxDepth / cost ? MaxDepth : cost * plan.Burst);
    }
}
