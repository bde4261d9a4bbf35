using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// Istio's look-up of the DestinationRule of a host: the workload's namespace, then the service's, then the root
/// namespace. The first namespace that has any match wins, even by a wildcard, and within it only the most specific host
/// counts: nothing is inherited between hosts.
/// </summary>
internal sealed class DestinationRuleIndex
{
    private readonly Visibility _visibility;
    private readonly Dictionary<string, Dictionary<string, List<DestinationRuleRule>>> _byNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DestinationRuleRule>> _everywhere = new(StringComparer.Ordinal);
    private readonly WildcardLengths _wildcards = new();

    public DestinationRuleIndex(DestinationRuleRule[] rules, Visibility visibility)
    {
        _visibility = visibility;
        foreach (var rule in rules)
        {
            if (!visibility.IsSelected(rule.WorkloadSelector))
                continue;
            if (!_byNamespace.TryGetValue(rule.Meta.Namespace, out var hosts))
                _byNamespace.Add(rule.Meta.Namespace, hosts = new(StringComparer.Ordinal));
            Add(hosts, rule);
            Add(_everywhere, rule);
        }
    }

    /// <summary>The rule of a host, rules of the same host merged, or null.</summary>
    public EffectiveDestinationRule? Find(string host, string serviceNamespace)
    {
        if (_everywhere.Count == 0)
            return null;
        var own = _visibility.Namespace;
        EffectiveDestinationRule? found = null;
        if (_visibility.KnowsNamespace)
        {
            // In the root namespace itself only its private rules count as the workload's own.
            var isRoot = own == Visibility.RootNamespace;
            found = FindIn(own, host, rule => !isRoot || IsPrivate(rule));
        }
        found ??= FindIn(serviceNamespace, host, IsExported);
        found ??= FindIn(Visibility.RootNamespace, host, IsExported);
        // Without a namespace of our own every namespace's policies hold, the named ones first.
        return found ?? (_visibility.KnowsNamespace ? null : FindIn(_everywhere, host, IsExported));
    }

    private EffectiveDestinationRule? FindIn(string ns, string host, Predicate<DestinationRuleRule> isCandidate) =>
        _byNamespace.TryGetValue(ns, out var hosts) ? FindIn(hosts, host, isCandidate) : null;

    private EffectiveDestinationRule? FindIn(Dictionary<string, List<DestinationRuleRule>> hosts, string host, Predicate<DestinationRuleRule> isCandidate)
    {
        if (Candidates(hosts, host, isCandidate) is { } exact)
            return exact;
        foreach (var wildcard in _wildcards.Around(host))
            if (Candidates(hosts, wildcard, isCandidate) is { } around)
                return around;
        return null;
    }

    private static EffectiveDestinationRule? Candidates(Dictionary<string, List<DestinationRuleRule>> hosts, string pattern, Predicate<DestinationRuleRule> isCandidate)
    {
        if (!hosts.TryGetValue(pattern, out var rules))
            return null;
        var candidates = rules.FindAll(isCandidate);
        if (candidates.Count == 0)
            return null;
        // A rule that selects the workload beats those for everyone.
        var selecting = candidates.FindAll(rule => rule.WorkloadSelector is { Labels.Count: > 0 });
        return EffectiveDestinationRule.Merge(selecting.Count > 0 ? selecting : candidates);
    }

    private void Add(Dictionary<string, List<DestinationRuleRule>> hosts, DestinationRuleRule rule)
    {
        var pattern = HostPattern.Normalize(rule.Host.TextOrEmpty());
        _wildcards.Add(pattern);
        if (!hosts.TryGetValue(pattern, out var rules))
            hosts.Add(pattern, rules = []);
        rules.Add(rule);
    }

    private bool IsExported(DestinationRuleRule rule) => _visibility.IsExported(rule.ExportTo, rule.Meta.Namespace);

    private static bool IsPrivate(DestinationRuleRule rule) => rule.ExportTo.Length == 1 && rule.ExportTo[0].Value == ".";
}
