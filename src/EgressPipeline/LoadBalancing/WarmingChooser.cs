using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// Slow start as Envoy has it: while an endpoint is new, its weight counts with max(minimum, (age / duration) ^ (1 / aggression)),
/// and endpoints are drawn in proportion to what then counts. Once none is new the usual choice is made.
/// </summary>
/// <param name="usual">What chooses when all endpoints are warm, and what their weights count by (LEAST_REQUEST: by load, too).</param>
/// <param name="plan">How long and how steep.</param>
/// <param name="random">Draws.</param>
/// <param name="time">Tells ages.</param>
internal sealed class WarmingChooser(EndpointChooser usual, WarmupPlan plan, RandomSequence random, TimeProvider time) : EndpointChooser(random)
{
    private readonly double _minimum = plan.MinimumPercent / 100;
    private readonly double _exponent = 1 / plan.Aggression;

    protected internal override EndpointState Draw(EndpointSet set, PickRequest request) =>
        time.GetElapsedTime(set.NewestSince) >= plan.Duration ? usual.Draw(set, request) : DrawInProportion(set.Usable);

    protected internal override double Share(EndpointState endpoint) => usual.Share(endpoint) * Factor(time.GetElapsedTime(endpoint.Since));

    /// <summary>What an endpoint's weight counts at an age, 0 to 1.</summary>
    internal double Factor(TimeSpan age)
    {
        if (age >= plan.Duration)
            return 1;
        var grown = Math.Max(1, age.TotalMilliseconds) / plan.Duration.TotalMilliseconds;
        return Math.Max(Math.Pow(grown, _exponent), _minimum);
    }
}
