using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>
/// DestinationRules of one namespace for one host and the same workloads are merged: of two trafficPolicies, or two
/// subsets of one name, Istio drops the younger without a word.
/// </summary>
internal static class DestinationRuleConflicts
{
    public static void Check(DestinationRuleRule[] rules, DiagnosticBag bag)
    {
        var merged = new Dictionary<(string Namespace, string Host, string Selector), Merged>();
        foreach (var rule in rules)
        {
            if (rule.Host is not { } host)
                continue;
            var key = (rule.Meta.Namespace, HostNames.Resolve(host.Value, rule.Meta.Namespace), Selectors.Key(rule.WorkloadSelector));
            if (!merged.TryGetValue(key, out var first))
                merged.Add(key, first = new Merged());
            Merge(rule, first, bag);
        }
    }

    private static void Merge(DestinationRuleRule rule, Merged into, DiagnosticBag bag)
    {
        if (rule.TrafficPolicy is { } policy)
        {
            if (into.Policy is { } other && SeesSame(rule, other.Rule))
                bag.Report(ReferenceDiagnostics.SecondPolicy, policy.Source, "a trafficPolicy", other.Rule.Meta.Id, other.Source);
            else
                into.Policy = (rule, policy.Source);
        }
        foreach (var subset in rule.Subsets)
        {
            if (subset.Name is not { } name)
                continue;
            if (!into.Subsets.TryGetValue(name.Value, out var other))
                into.Subsets.Add(name.Value, (rule, name.Source));
            else if (other.Rule != rule && SeesSame(rule, other.Rule))
                bag.Report(ReferenceDiagnostics.SecondPolicy, name.Source, "subset '" + name.Value + "'", other.Rule.Meta.Id, other.Source);
        }
    }

    private static bool SeesSame(DestinationRuleRule left, DestinationRuleRule right) => Visibility.Overlap(left, left.ExportTo, right, right.ExportTo);

    /// <summary>What the rules of one host have set so far.</summary>
    private sealed class Merged
    {
        public (DestinationRuleRule Rule, SourceRef Source)? Policy { get; set; }
        public Dictionary<string, (DestinationRuleRule Rule, SourceRef Source)> Subsets { get; } = new(StringComparer.Ordinal);
    }
}
