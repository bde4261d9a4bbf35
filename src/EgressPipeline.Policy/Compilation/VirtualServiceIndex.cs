using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>The VirtualServices that hold for the workload, by host.</summary>
internal sealed class VirtualServiceIndex
{
    private readonly SortedDictionary<string, VirtualServiceRule> _byHost = new(StringComparer.Ordinal);
    private readonly WildcardLengths _wildcards = new();

    /// <summary>Every governed host pattern, in ordinal order.</summary>
    public IEnumerable<string> Hosts => _byHost.Keys;

    public static VirtualServiceIndex Build(VirtualServiceRule[] rules, Visibility visibility, SidecarScope scope, DiagnosticBag bag)
    {
        var index = new VirtualServiceIndex();
        foreach (var rule in rules)
        {
            if (!rule.AppliesToSidecars || !visibility.IsExported(rule.ExportTo, rule.Meta.Namespace))
                continue;
            // Any imported host brings the whole VirtualService in, as in Istio.
            if (Array.Exists(rule.Hosts, host => scope.ImportsAny(rule.Meta.Namespace, HostPattern.Normalize(host.Value))))
                index.Add(rule, visibility, bag);
        }
        return index;
    }

    /// <summary>The most specific VirtualService for all names of a pattern, or null.</summary>
    public VirtualServiceRule? Find(string pattern)
    {
        if (_byHost.TryGetValue(pattern, out var exact))
            return exact;
        foreach (var wildcard in _wildcards.Around(pattern))
            if (_byHost.TryGetValue(wildcard, out var around))
                return around;
        return null;
    }

    private void Add(VirtualServiceRule rule, Visibility visibility, DiagnosticBag bag)
    {
        foreach (var host in rule.Hosts)
        {
            var pattern = HostPattern.Normalize(host.Value);
            _wildcards.Add(pattern);
            if (!_byHost.TryGetValue(pattern, out var other))
                _byHost.Add(pattern, rule);
            else if (other != rule)
            {
                // The workload's own namespace has the say; two of one rank contradict each other.
                var own = rule.Meta.Namespace == visibility.Namespace;
                if (own == (other.Meta.Namespace == visibility.Namespace))
                    bag.Report(ReferenceDiagnostics.DuplicateVirtualHost, host.Source, pattern, other.Meta.Id, other.Meta.Source);
                else if (own)
                    _byHost[pattern] = rule;
            }
        }
    }
}
