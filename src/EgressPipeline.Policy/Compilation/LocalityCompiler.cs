using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// Gives endpoints the priorities and shares that localityLbSetting means for one workload, as Istio does. Without the
/// setting, outlier detection alone makes endpoints nearby preferred: a failover needs to notice failures.
/// </summary>
internal sealed class LocalityCompiler(Visibility workload)
{
    /// <summary>More than there are distances: what labels say goes before what places say.</summary>
    private const int Distances = 5;

    /// <param name="endpoints">The endpoints, none of which was preferred yet.</param>
    /// <param name="rules">What each was declared as.</param>
    /// <param name="policy">The settings of the cluster.</param>
    public EndpointPlan[] Apply(EndpointPlan[] endpoints, IReadOnlyList<EndpointRule> rules, TrafficPolicyOverlay policy)
    {
        var setting = policy.LoadBalancer?.Locality;
        if (setting is { Enabled: false } || endpoints.Length < 2)
            return endpoints;
        if (setting is { Distribute.Length: > 0 })
            return Distribute(endpoints, setting.Distribute);
        return policy.OutlierDetection is null ? endpoints : Failover(endpoints, rules, setting);
    }

    private EndpointPlan[] Distribute(EndpointPlan[] endpoints, LocalityShareRule[] shares)
    {
        var own = WorkloadLocality.Of(workload);
        foreach (var share in shares)
            if (share.From is { } from && own.Matches(from.Value))
                return Share(endpoints, share);
        return endpoints;
    }

    /// <summary>A share is divided among the localities it means, by their weights; endpoints in none of them get nothing.</summary>
    private static EndpointPlan[] Share(EndpointPlan[] endpoints, LocalityShareRule share)
    {
        var shared = new List<EndpointPlan>();
        var left = new List<EndpointPlan>(endpoints);
        foreach (var target in share.To)
        {
            var meant = left.FindAll(endpoint => WorkloadLocality.Parse(endpoint.Locality).Matches(target.Key));
            var total = meant.Sum(endpoint => (double)endpoint.Weight);
            foreach (var locality in meant.GroupBy(endpoint => endpoint.Locality))
            {
                var part = (int)Math.Ceiling(target.Value.Value * locality.Sum(endpoint => (double)endpoint.Weight) / total);
                shared.AddRange(locality.Select(endpoint => endpoint with { LocalityShare = part }));
            }
            left = left.FindAll(endpoint => !meant.Contains(endpoint));
        }
        return [.. shared];
    }

    private EndpointPlan[] Failover(EndpointPlan[] endpoints, IReadOnlyList<EndpointRule> rules, LocalityRule? setting)
    {
        var byLabels = setting?.FailoverPriority ?? [];
        var failover = setting?.Failover ?? [];
        var priorities = new int[endpoints.Length];
        if (byLabels.Length > 0)
            for (var i = 0; i < endpoints.Length; i++)
                priorities[i] = LabelPriority(byLabels, rules[i]) * Distances;
        if ((byLabels.Length == 0 || failover.Length > 0) && Array.Exists(endpoints, endpoint => endpoint.Locality.Length > 0))
            AddDistances(priorities, endpoints, failover);
        // Without gaps, so that the first priority is the one in use.
        var levels = priorities.Distinct().OrderBy(priority => priority).ToList();
        return [.. endpoints.Select((endpoint, i) => levels.Count == 1 ? endpoint : endpoint with { Priority = levels.IndexOf(priorities[i]) })];
    }

    private void AddDistances(int[] priorities, EndpointPlan[] endpoints, LocalityFailoverRule[] failover)
    {
        var own = WorkloadLocality.Of(workload);
        if (!own.IsKnown)
            return;
        var target = Array.Find(failover, rule => rule.From.TextOrEmpty() == own.Region)?.To.TextOrEmpty();
        for (var i = 0; i < endpoints.Length; i++)
        {
            var place = WorkloadLocality.Parse(endpoints[i].Locality);
            var distance = own.DistanceTo(place);
            priorities[i] += distance == 3 && target is not null && place.Region != target ? 4 : distance;
        }
    }

    /// <summary>0 when every label is the workload's; the earlier one differs, the later the endpoint comes.</summary>
    private int LabelPriority(Located<string>[] labels, EndpointRule endpoint)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            var equals = labels[i].Value.IndexOf('=');
            var name = equals < 0 ? labels[i].Value : labels[i].Value.Substring(0, equals);
            var wanted = equals < 0 ? OwnLabel(name) : labels[i].Value.Substring(equals + 1);
            if (wanted != EndpointLabel(endpoint, name))
                return labels.Length - i;
        }
        return 0;
    }

    private string OwnLabel(string name) => workload.Label(name) ?? OfPlace(WorkloadLocality.Of(workload), name);

    private static string EndpointLabel(EndpointRule endpoint, string name)
    {
        if (endpoint.Labels.TryGetValue(name, out var label))
            return label.Value;
        return name == "topology.istio.io/network" ? endpoint.Network.TextOrEmpty() : OfPlace(WorkloadLocality.Parse(endpoint.Locality.TextOrEmpty()), name);
    }

    private static string OfPlace(WorkloadLocality place, string label) => label switch
    {
        WorkloadLocality.RegionLabel => place.Region,
        WorkloadLocality.ZoneLabel => place.Zone,
        WorkloadLocality.SubZoneLabel => place.SubZone,
        _ => "",
    };
}
