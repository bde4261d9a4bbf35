using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the EgressLimits that hold for the workload: those of its namespace and of the root namespace that select it.</summary>
internal sealed class EgressLimitsCompiler(Visibility visibility, ServiceEntryRule[] entries)
{
    private const int DefaultStatus = 429;

    public LimitPlan[] Compile(EgressLimitsRule[] rules)
    {
        var plans = new List<LimitPlan>();
        foreach (var rule in rules)
            if (rule.Enabled && visibility.IsInScope(rule.Meta.Namespace) && visibility.IsSelected(rule.WorkloadSelector))
                plans.Add(Compile(rule));
        plans.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return [.. plans];
    }

    private LimitPlan Compile(EgressLimitsRule rule) => new()
    {
        Name = rule.Meta.Namespace + "/" + rule.Meta.Name,
        Rule = new RuleRef(rule.Meta.Id, rule.Meta.Source),
        Hosts = Hosts(rule),
        Ports = [.. new SortedSet<int>(rule.Ports.Select(port => port.Value))],
        Principals = [.. rule.Principals.Select(principal => ByteMatch.FromGlob(principal.Value))],
        PerPrincipal = rule.PerPrincipal,
        Requests = Rate(rule.Requests),
        Connections = Rate(rule.Connections),
        Concurrency = rule.Concurrency.NumberOrZero(),
        Adaptive = Adaptive(rule.Adaptive),
        BytesPerSecond = rule.Bandwidth?.Value ?? 0,
        BytesPerDay = rule.BytesPerDay?.Value ?? 0,
        Status = rule.Status?.Value ?? DefaultStatus,
        IsReport = rule.IsReport,
    };

    private string[] Hosts(EgressLimitsRule rule)
    {
        var hosts = new SortedSet<string>(rule.Hosts.Select(host => HostNames.Resolve(host.Value, rule.Meta.Namespace)), StringComparer.Ordinal);
        foreach (var name in rule.Services)
            if (ResourceName.Find(entries, name.Value, rule.Meta.Namespace) is { } entry)
                hosts.UnionWith(entry.Hosts.Select(host => HostNames.Resolve(host.Value, entry.Meta.Namespace)));
        return [.. hosts];
    }

    private static AdaptivePlan? Adaptive(AdaptiveRule? rule) => rule is null ? null : new AdaptivePlan(
        MinConcurrency: rule.MinConcurrency?.Value ?? AdaptivePlan.Default.MinConcurrency,
        MaxConcurrency: rule.MaxConcurrency?.Value ?? AdaptivePlan.Default.MaxConcurrency,
        UpdateInterval: rule.UpdateInterval?.Value ?? AdaptivePlan.Default.UpdateInterval,
        Percentile: rule.Percentile?.Value ?? AdaptivePlan.Default.Percentile,
        MinRttInterval: rule.MinRttInterval?.Value ?? AdaptivePlan.Default.MinRttInterval,
        MinRttRequests: rule.MinRttRequests?.Value ?? AdaptivePlan.Default.MinRttRequests,
        JitterPercent: rule.JitterPercent?.Value ?? AdaptivePlan.Default.JitterPercent,
        BufferPercent: rule.BufferPercent?.Value ?? AdaptivePlan.Default.BufferPercent);

    private static RatePlan? Rate(RateRule? rule) =>
        rule?.Count is { } count ? new RatePlan(count.Value, rule.Per?.Value ?? TimeSpan.FromSeconds(1), rule.Burst?.Value ?? count.Value) : null;
}
