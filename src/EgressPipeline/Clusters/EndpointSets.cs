using EgressPipeline.LoadBalancing;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Clusters;

/// <summary>Divides endpoints into the sets that calls are spread over, by priority and then by the shares of localities.</summary>
internal sealed class EndpointSets
{
    private readonly ClusterPlan _plan;
    private readonly List<EndpointSet> _sets = [];
    private readonly List<double> _bounds = [];
    private double _bound;

    public EndpointSets(ClusterPlan plan, EndpointState[] all)
    {
        _plan = plan;
        var levels = all.GroupBy(endpoint => endpoint.Target.Priority).OrderBy(level => level.Key).Select(level => level.ToArray()).ToArray();
        if (levels.Length == 0)
            Add([], 100);
        else
            AddLevels(levels);
    }

    public EndpointSet[] All => [.. _sets];

    /// <summary>Up to which point out of 100 each set is drawn, ascending.</summary>
    public double[] Bounds => [.. _bounds];

    private void AddLevels(EndpointState[][] levels)
    {
        var loads = PriorityLoads.Of([.. levels.Select(level => (Healthy(level).Length, level.Length))], _plan.Outlier?.MinHealthPercent ?? 0);
        for (var i = 0; i < levels.Length; i++)
        {
            if (loads[i].Percent == 0)
                continue;
            if (loads[i].IsPanic)
                Add(levels[i], loads[i].Percent);
            else if (levels[i][0].Target.LocalityShare > 0)
                AddLocalities(levels[i], loads[i].Percent);
            else
                Add(Healthy(levels[i]), loads[i].Percent);
        }
    }

    /// <summary>A locality keeps its whole share until less than 100/1.4 % of it is healthy, as a priority does.</summary>
    private void AddLocalities(EndpointState[] level, double load)
    {
        var localities = level.GroupBy(endpoint => endpoint.Target.Locality)
            .Select(locality => (Healthy: Healthy([.. locality]), Total: locality.Count(), Share: locality.First().Target.LocalityShare))
            .Where(locality => locality.Healthy.Length > 0)
            .Select(locality => (locality.Healthy, Weight: locality.Share * Math.Min(1, PriorityLoads.Overprovisioning / 100.0 * locality.Healthy.Length / locality.Total)))
            .ToArray();
        var total = localities.Sum(locality => locality.Weight);
        foreach (var (healthy, weight) in localities)
            Add(healthy, load * weight / total);
    }

    private void Add(EndpointState[] usable, double load)
    {
        _sets.Add(new EndpointSet(usable, _plan));
        _bounds.Add(_bound += load);
    }

    private static EndpointState[] Healthy(EndpointState[] endpoints) => Array.FindAll(endpoints, static endpoint => !endpoint.IsEjected);
}
