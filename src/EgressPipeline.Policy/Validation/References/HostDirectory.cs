using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>What is declared, by host: ServiceEntries, DestinationRules and the VirtualServices that govern calls.</summary>
internal sealed class HostDirectory
{
    private const long MaxComparisons = 50_000_000;

    /// <summary>Comparing a misspelt name with every host takes its time, and the first ones are read.</summary>
    private const int MaxSuggestions = 20;

    private readonly WorkBudget _budget = new(MaxComparisons);
    private readonly PatternTable<ServiceEntryRule> _entries = new();
    private readonly PatternTable<DestinationRuleRule> _rules = new();
    private readonly PatternTable<GoverningHost> _services = new();
    private int _suggestions;

    public HostDirectory(ServiceEntryRule[] entries, DestinationRuleRule[] rules, VirtualServiceRule[] services)
    {
        foreach (var entry in entries)
            foreach (var host in entry.Hosts)
                _entries.Add(HostNames.Resolve(host.Value, entry.Meta.Namespace), entry);
        foreach (var rule in rules)
            if (rule.Host is { } host)
                _rules.Add(HostNames.Resolve(host.Value, rule.Meta.Namespace), rule);
        foreach (var service in services)
            if (service.AppliesToSidecars)
                foreach (var host in service.Hosts)
                {
                    var pattern = HostNames.Resolve(host.Value, service.Meta.Namespace);
                    _services.Add(pattern, new GoverningHost(pattern, host, service));
                }
    }

    /// <summary>What was probably meant by a host that is not declared, for the message.</summary>
    public string Suggest(string host) => ++_suggestions <= MaxSuggestions ? Spelling.Suggest(host, _entries.Patterns) : "";

    /// <summary>True when a host that is declared or governed fulfils the condition; also when there are too many to ask.</summary>
    public bool AnyCallable(Predicate<string> condition) =>
        !_budget.Spend(_entries.Count + _services.Count) || _entries.Patterns.Concat(_services.Patterns).Any(h => condition(h));

    /// <summary>The entries that declare the host itself, or else those of the longest wildcard that covers it.</summary>
    public IReadOnlyList<ServiceEntryRule> FindEntries(string host) => _entries.Find(host);

    /// <summary>Every entry that declares a port for calls to the host: its own, and those of all wildcards around it.</summary>
    public IEnumerable<ServiceEntryRule> EntriesAround(string host) => _entries.FindAll(host).TakeWhile(_ => _budget.Spend(1));

    /// <summary>Entries whose hosts the pattern covers, or that cover it.</summary>
    public IEnumerable<ServiceEntryRule> EntriesOverlapping(string pattern)
    {
        if (!HostPattern.IsWildcard(pattern))
            return EntriesAround(pattern);
        return _budget.Spend(_entries.Count) ? _entries.Patterns.Where(h => HostPattern.Overlap(h, pattern)).SelectMany(h => _entries.Find(h)) : [];
    }

    /// <summary>
    /// The DestinationRules that the entry's workloads see for a host: of the host itself, or else of the longest wildcard
    /// that covers it.
    /// </summary>
    public DestinationRuleRule[] FindRules(string host, ServiceEntryRule entry)
    {
        var rules = _rules.Find(host);
        return _budget.Spend(rules.Count) ? [.. rules.Where(r => Visibility.Overlap(r, r.ExportTo, entry, entry.ExportTo))] : [];
    }

    /// <summary>The subsets that DestinationRules for the host define.</summary>
    public IReadOnlyList<SubsetRule> FindSubsets(string host) => [.. _rules.Find(host).SelectMany(r => r.Subsets)];

    /// <summary>The VirtualServices that govern calls to the host: those of the host itself, or of the longest wildcard.</summary>
    public IReadOnlyList<GoverningHost> FindServices(string host) => _services.Find(host);

    /// <summary>True when some declared host is covered by the pattern of a DestinationRule, or covers it.</summary>
    public bool IsAnyCoveredBy(string pattern) =>
        _entries.Find(pattern).Count > 0 || (HostPattern.IsWildcard(pattern) && (!_budget.Spend(_entries.Count) || _entries.Patterns.Any(h => HostPattern.Overlap(h, pattern))));
}
