using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// One balancing algorithm. Works on an immutable view, takes no lock and allocates nothing. Safe for concurrent use.
/// </summary>
internal abstract class EndpointChooser(RandomSequence random)
{
    /// <summary>As Envoy's host_selection_retry_max_attempts: a retry draws this often before it looks for any host not tried yet.</summary>
    private const int RedrawsOnRetry = 5;

    public static EndpointChooser For(ClusterPlan plan, RandomSequence random, TimeProvider time)
    {
        if (plan.LatencyDecay > TimeSpan.Zero)
            return new PeakEwmaChooser(random, time);
        var usual = For(plan.LoadBalancing, random);
        return plan.Warmup is { } warmup ? new WarmingChooser(usual, warmup, random, time) : usual;
    }

    private static EndpointChooser For(Policy.Plan.LoadBalancing algorithm, RandomSequence random) => algorithm switch
    {
        Policy.Plan.LoadBalancing.RoundRobin => new RoundRobinChooser(random),
        Policy.Plan.LoadBalancing.Random => new RandomChooser(random),
        Policy.Plan.LoadBalancing.RingHash or Policy.Plan.LoadBalancing.Maglev => new HashChooser(random),
        _ => new LeastRequestChooser(random),
    };

    /// <summary>The endpoint for one attempt, or null when none is usable. Endpoints already tried are avoided while others are left.</summary>
    public EndpointState? Choose(EndpointView view, PickRequest request)
    {
        var set = request.Narrow(view).Draw(Random, request);
        if (set.Usable.Length <= 1)
            return set.Usable.Length == 0 ? null : set.Usable[0];
        var chosen = Draw(set, request);
        return request is { HasAttempts: true, AvoidsTriedHosts: true } && AvoidsAttempted ? Avoid(set, request, chosen) : chosen;
    }

    protected RandomSequence Random { get; } = random;

    /// <summary>Whether a retry looks for an endpoint that was not tried yet.</summary>
    protected virtual bool AvoidsAttempted => true;

    /// <summary>One choice among two or more usable endpoints.</summary>
    protected internal abstract EndpointState Draw(EndpointSet set, PickRequest request);

    /// <summary>What an endpoint counts for in <see cref="DrawInProportion"/>; may change between two looks.</summary>
    protected internal virtual double Share(EndpointState endpoint) => endpoint.Weight;

    /// <summary>One of the endpoints, each as often as its share says.</summary>
    protected EndpointState DrawInProportion(EndpointState[] usable)
    {
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
        return usable[^1]; // shares moved between the two passes
    }

    private EndpointState Avoid(EndpointSet set, PickRequest request, EndpointState chosen)
    {
        for (var i = 0; i < RedrawsOnRetry && request.HasAttempted(chosen); i++)
            chosen = Draw(set, request);
        if (!request.HasAttempted(chosen))
            return chosen;
        foreach (var endpoint in set.Usable)
            if (!request.HasAttempted(endpoint))
                return endpoint;
        return chosen;
    }
}
