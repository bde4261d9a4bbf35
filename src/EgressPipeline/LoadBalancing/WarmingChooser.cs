using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// Slow start as Envoy has it: while an endpoint is new, its weight counts with max(minimum, (age / duration) ^ (1 / aggression)),
/// and endpoints are drawn in proportion to what then counts. Once none is new the usual choice is made.
/// </summary>
/// <param name="usual">What chooses when all endpoints are warm.</param>
/// <param name="byLoad">Whether weights are divided by the requests under way, as LEAST_REQUEST does.</param>
/// <param name="plan">How long and how steep.</param>
/// <param name="random">Draws.</param>
/// <param name="time">Tells ages.</param>
internal sealed class WarmingChooser(EndpointChooser usual, bool byLoad, WarmupPlan plan, RandomSequence random, TimeProvider time) : EndpointChooser(random)
{
    private readonly double _minimum = plan.MinimumPercent / 100;
    private readonly double _exponent = 1 / plan.Aggression;

    protected internal override EndpointState Draw(EndpointSet set, PickRequest request)
    {
        if (time.GetElapsedTime(set.NewestSince) >= plan.Duration)
            return usual.Draw(set, request);
        var usable = set.Usable;
        var total = 0.0;
        foreach (var endpoint in usable)
            total += Share(endpoint);
        var point = Random.NextDouble() * total;
        foreach (var endpoint in usable)
        {
            point -= Share(endpoint);
            if (point < 0)
                return endpoint;
        }
        return usable[^1]; // loads and ages moved between the two passes
    }

    /// <summary>What an endpoint's weight counts at an age, 0 to 1.</summary>
    internal double Factor(TimeSpan age)
    {
        if (age >= plan.Duration)
            return 1;
        var grown = Math.Max(1, age.TotalMilliseconds) / plan.Duration.TotalMilliseconds;
        return Math.Max(Math.Pow(grown, _exponent), _minimum);
    }

    private double Share(EndpointState endpoint)
    {
        var weight = endpoint.Weight * Factor(time.GetElapsedTime(endpoint.Since));
        return byLoad ? weight / (endpoint.ActiveRequests + 1.0) : weight;
    }
}
