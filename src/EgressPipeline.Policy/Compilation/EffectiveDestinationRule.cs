using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>The DestinationRules of one host as one: subsets of all, the first trafficPolicy and the first of each annotation that is written.</summary>
internal sealed record EffectiveDestinationRule(RuleRef Rule, TrafficPolicyRule? TrafficPolicy, IReadOnlyList<SubsetRule> Subsets)
{
    /// <summary>What goes beyond Istio's outlier detection; null = nothing.</summary>
    public SuccessRatePlan? SuccessRate { get; private init; }

    /// <summary>Endpoints are chosen by latency that is forgotten at this rate; null = as loadBalancer says.</summary>
    public TimeSpan? LatencyDecay { get; private init; }

    /// <summary>File with the credentials for a tunnel's proxy; empty = none.</summary>
    public string TunnelAuthorization { get; private init; } = "";

    public static EffectiveDestinationRule Merge(IReadOnlyList<DestinationRuleRule> rules)
    {
        TrafficPolicyRule? policy = null;
        var subsets = new List<SubsetRule>();
        foreach (var rule in rules)
        {
            policy ??= rule.TrafficPolicy;
            foreach (var subset in rule.Subsets)
                if (!subsets.Exists(s => s.Name?.Value == subset.Name?.Value))
                    subsets.Add(subset);
        }
        return new EffectiveDestinationRule(new RuleRef(rules[0].Meta.Id, rules[0].Meta.Source), policy, subsets)
        {
            SuccessRate = Annotation(rules, SuccessRateRule.Annotation) is { } rate ? SuccessRateRule.Read(rate, out _) : null,
            LatencyDecay = Annotation(rules, EwmaRule.Annotation) is { } ewma ? EwmaRule.Read(ewma) : null,
            TunnelAuthorization = Annotation(rules, TunnelAnnotations.Authorization) ?? "",
        };
    }

    public SubsetRule? FindSubset(string name)
    {
        foreach (var subset in Subsets)
            if (subset.Name?.Value == name)
                return subset;
        return null;
    }

    private static string? Annotation(IReadOnlyList<DestinationRuleRule> rules, string name)
    {
        foreach (var rule in rules)
            if (rule.Meta.Annotations.TryGetValue(name, out var value))
                return value.Value;
        return null;
    }
}
