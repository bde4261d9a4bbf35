using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// Istio's look-up of the DestinationRule of a host: the workload's namespace, then the service's, then the root
/// namespace. The first namespace that has any match wins, even by a wildcard, and within it only the most specific host
/// counts: nothing is inherited between hosts.
/// </summary>
internal sealed class DestinationRuleIndex(DestinationRuleRule[] rules, Visibility visibility)
{
    /// <summary>The rule of a host, rules of the same host merged, or null.</summary>
    public EffectiveDestinationRule? Find(string host, string serviceNamespace)
    {
        var workloadNamespace = visibility.Namespace;
        EffectiveDestinationRule? found = null;
        if (visibility.KnowsNamespace)
        {
            // In the root namespace itself only its private rules count as the workload's own.
            var isRoot = workloadNamespace == Visibility.RootNamespace;
            found = FindIn(host, rule => rule.Meta.Namespace == workloadNamespace && (!isRoot || IsPrivate(rule)));
        }
        found ??= FindIn(host, rule => rule.Meta.Namespace == serviceNamespace && IsExported(rule));
        found ??= FindIn(host, rule => rule.Meta.Namespace == Visibility.RootNamespace && IsExported(rule));
        // Without a namespace of our own every namespace's policies hold, the named ones first.
        return found ?? (visibility.KnowsNamespace ? null : FindIn(host, IsExported));
    }

    private EffectiveDestinationRule? FindIn(string host, Predicate<DestinationRuleRule> isCandidate)
    {
        string? bestHost = null;
        var best = new List<DestinationRuleRule>();
        foreach (var rule in rules)
        {
            if (!isCandidate(rule) || !visibility.IsSelected(rule.WorkloadSelector))
                continue;
            var pattern = HostPattern.Normalize(rule.Host.TextOrEmpty());
            if (!HostPattern.IsSubsetOf(host, pattern))
                continue;
            var order = bestHost is null ? -1 : HostPattern.CompareSpecificity(pattern, bestHost);
            if (order > 0)
                continue;
            if (order < 0)
                best.Clear();
            bestHost = pattern;
            best.Add(rule);
        }
        if (best.Count == 0)
            return null;
        // A rule that selects the workload beats those for everyone.
        var selecting = best.FindAll(rule => rule.WorkloadSelector is { Labels.Count: > 0 });
        return EffectiveDestinationRule.Merge(selecting.Count > 0 ? selecting : best);
    }

    private bool IsExported(DestinationRuleRule rule) => visibility.IsExported(rule.ExportTo, rule.Meta.Namespace);

    private static bool IsPrivate(DestinationRuleRule rule) => rule.ExportTo.Length == 1 && rule.ExportTo[0].Value == ".";
}
