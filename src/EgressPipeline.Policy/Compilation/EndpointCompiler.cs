using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Endpoints of one service port.</summary>
internal static class EndpointCompiler
{
    /// <summary>
    /// Declared endpoints that carry the subset's labels; without declared ones the host itself (empty address for a
    /// wildcard or where the dialled address is used: "the host that was called").
    /// </summary>
    /// <param name="declared">The service port.</param>
    /// <param name="subset">The subset, or null.</param>
    /// <param name="rules">Gets what each endpoint was declared as, in the same order; stays empty where none is declared.</param>
    public static EndpointPlan[] Endpoints(DeclaredPort declared, SubsetRule? subset, List<EndpointRule> rules)
    {
        var entry = declared.Entry;
        var servicePort = TargetPort(declared);
        if (entry.Endpoints.Length == 0)
        {
            // An endpoint that nobody described has no labels, so no labelled subset holds it.
            if (entry.EffectiveResolution == Resolution.Static || subset is { Labels.Count: > 0 })
                return [];
            var isNamed = entry.EffectiveResolution is Resolution.Dns or Resolution.DnsRoundRobin && !HostPattern.IsWildcard(declared.Host);
            return [new EndpointPlan(isNamed ? declared.Host : "", servicePort, 1, "", declared.Port.Source)];
        }
        var endpoints = new List<EndpointPlan>();
        foreach (var endpoint in entry.Endpoints)
        {
            if (subset is not null && !HasLabels(endpoint, subset))
                continue;
            var port = endpoint.Ports.TryGetValue(declared.Port.Name.TextOrEmpty(), out var own) ? own.Value : servicePort;
            var weight = Math.Max(1, endpoint.Weight?.Value ?? 1);
            rules.Add(endpoint);
            endpoints.Add(new EndpointPlan(endpoint.Address.TextOrEmpty(), port, weight, endpoint.Locality.TextOrEmpty(), endpoint.Source));
        }
        return [.. endpoints];
    }

    private static int TargetPort(DeclaredPort declared) =>
        declared.Port.TargetPort is { Value: > 0 } target ? target.Value : declared.Number;

    private static bool HasLabels(EndpointRule endpoint, SubsetRule subset)
    {
        foreach (var label in subset.Labels)
            if (!endpoint.Labels.TryGetValue(label.Key, out var value) || value.Value != label.Value.Value)
                return false;
        return true;
    }
}
