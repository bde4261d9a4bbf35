using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>The DestinationRules of one host as one: subsets of all, the first trafficPolicy and the first of each annotation that is written.</summary>
internal sealed record EffectiveDestinationRule(RuleRef Rule, TrafficPolicyRule? TrafficPolicy, IReadOnlyList<SubsetRule> Subsets)
{
    /// <summary>What goes beyond Istio's outlier detection; null = nothing.</summary>
    public SuccessRatePlan? SuccessRate { get; private init; }

    public static EffectiveDestinationRule Merge(IReadOnlyList<DestinationRuleRule> rules)
    {
        TrafficPolicyRule? policy = null;
        SuccessRatePlan? successRate = null;
        var subsets = new List<SubsetRule>();
        foreach (var rule in rules)
        {
            policy ??= rule.TrafficPolicy;
            if (rule.Meta.Annotations.TryGetValue(SuccessRateRule.Annotation, out var annotation))
                successRate ??= SuccessRateRule.Read(annotation.Value, out _);
            foreach (var subset in rule.Subsets)
                if (!subsets.Exists(s => s.Name?.Value == subset.Name?.Value))
                    subsets.Add(subset);
        }
        return new EffectiveDestinationRule(new RuleRef(rules[0].Meta.Id, rules[0].Meta.Source), policy, subsets) { SuccessRate = successRate };
    }

    public SubsetRule? FindSubset(string name)
    {
        foreach (var subset in Subsets)
            if (subset.Name?.Value == name)
                return subset;
        return null;
    }
}
