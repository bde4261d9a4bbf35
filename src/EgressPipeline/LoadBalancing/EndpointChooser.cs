using EgressPipeline.Clusters;

namespace EgressPipeline.LoadBalancing;

/// <summary>
/// One balancing algorithm. Works on an immutable view, takes no lock and allocates nothing. Safe for concurrent use.
/// </summary>
internal abstract class EndpointChooser
{
    /// <summary>As Envoy's host_selection_retry_max_attempts: a retry draws this often before it looks for any host not tried yet.</summary>
    private const int RedrawsOnRetry = 5;

    public static EndpointChooser For(Policy.Plan.LoadBalancing algorithm, RandomSequence random) => algorithm switch
    {
        Policy.Plan.LoadBalancing.RoundRobin => new RoundRobinChooser(random),
        Policy.Plan.LoadBalancing.Random => new RandomChooser(random),
        _ => new LeastRequestChooser(random),
    };

    /// <summary>The endpoint for one attempt, or null when none is usable. Endpoints already tried are avoided while others are left.</summary>
    public EndpointState? Choose(EndpointView view, PickRequest request)
    {
        var usable = view.Usable;
        if (usable.Length <= 1)
            return usable.Length == 0 ? null : usable[0];
        var chosen = Draw(view);
        return request.HasAttempts ? Avoid(view, request, chosen) : chosen;
    }

    /// <summary>One choice among two or more usable endpoints.</summary>
    protected abstract EndpointState Draw(EndpointView view);

    private EndpointState Avoid(EndpointView view, PickRequest request, EndpointState chosen)
    {
        for (var i = 0; i < RedrawsOnRetry && request.HasAttempted(chosen); i++)
            chosen = Draw(view);
        if (!request.HasAttempted(chosen))
            return chosen;
        foreach (var endpoint in view.Usable)
            if (!request.HasAttempted(endpoint))
                return endpoint;
        return chosen;
    }
}
