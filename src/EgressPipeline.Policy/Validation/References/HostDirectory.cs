using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>What is declared, by host: the ServiceEntries and the subsets of DestinationRules.</summary>
internal sealed class HostDirectory
{
    private readonly Dictionary<string, List<ServiceEntryRule>> _exact = new(StringComparer.Ordinal);
    private readonly List<(string Pattern, ServiceEntryRule Entry)> _wildcards = [];
    private readonly Dictionary<string, List<DestinationRuleRule>> _rules = new(StringComparer.Ordinal);

    public HostDirectory(ServiceEntryRule[] entries, DestinationRuleRule[] rules)
    {
        foreach (var entry in entries)
            foreach (var host in entry.Hosts)
                AddHost(HostNames.Resolve(host.Value, entry.Meta.Namespace), entry);
        foreach (var rule in rules)
            if (rule.Host is { } host)
                Append(_rules, HostNames.Resolve(host.Value, rule.Meta.Namespace), rule);
    }

    /// <summary>Every host declared, for suggestions.</summary>
    public IEnumerable<string> Hosts => _exact.Keys.Concat(_wildcards.Select(w => w.Pattern));

    /// <summary>The entries that declare the host itself, or else those of the longest wildcard that covers it.</summary>
    public IReadOnlyList<ServiceEntryRule> FindEntries(string host)
    {
        if (_exact.TryGetValue(host, out var exact))
            return exact;
        var found = new List<ServiceEntryRule>();
        var best = "";
        foreach (var (pattern, entry) in _wildcards)
        {
            if (pattern.Length < best.Length || !HostPattern.IsSubsetOf(host, pattern))
                continue;
            if (pattern.Length > best.Length)
                found.Clear();
            best = pattern;
            found.Add(entry);
        }
        return found;
    }

    /// <summary>The subsets that DestinationRules for the host define: rules of the host itself, or of the longest wildcard.</summary>
    public IReadOnlyList<SubsetRule> FindSubsets(string host)
    {
        if (!_rules.TryGetValue(host, out var rules))
        {
            var best = "";
            foreach (var candidate in _rules)
                if (candidate.Key.Length > best.Length && HostPattern.IsSubsetOf(host, candidate.Key))
                {
                    best = candidate.Key;
                    rules = candidate.Value;
                }
        }
        return rules is null ? [] : [.. rules.SelectMany(r => r.Subsets)];
    }

    /// <summary>True when some declared host is covered by the pattern of a DestinationRule, or covers it.</summary>
    public bool IsAnyCoveredBy(string pattern)
    {
        if (FindEntries(pattern).Count > 0)
            return true;
        return HostPattern.IsWildcard(pattern) && Hosts.Any(h => HostPattern.Overlap(h, pattern));
    }

    private void AddHost(string host, ServiceEntryRule entry)
    {
        if (HostPattern.IsWildcard(host))
            _wildcards.Add((host, entry));
        Append(_exact, host, entry);
    }

    private static void Append<T>(Dictionary<string, List<T>> lists, string key, T item)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        list.Add(item);
    }
}
