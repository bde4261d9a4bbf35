using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the FilterBindings that hold for the workload: those of its namespace and of the root namespace that select it.</summary>
internal sealed class FilterBindingCompiler(Visibility visibility, ServiceEntryRule[] entries, VirtualServiceRule[] services)
{
    private readonly Dictionary<FilterBindingRule, List<AuthorizationRulePlan>> _asked = [];

    /// <summary>Binds filters to the calls that CUSTOM policies ask them about.</summary>
    /// <param name="policies">Those that hold for the workload.</param>
    /// <param name="rules">All bindings.</param>
    /// <param name="bag">Gets a finding where the binding does not hold for the workload: the policy's calls would go unasked about.</param>
    public void Ask((AuthorizationPolicyRule Policy, AuthorizationRulePlan[] Rules)[] policies, FilterBindingRule[] rules, DiagnosticBag bag)
    {
        foreach (var (policy, conditions) in policies)
        {
            if (CustomProviders.Find(policy, rules) is not { } binding)
                continue; // told of already
            if (!Holds(binding))
                bag.Report(ReferenceDiagnostics.ProviderNotBound, policy.ProviderName!.Source, policy.ProviderName.Value, binding.Meta.Id + " does not select the workload that the policy holds for");
            if (!_asked.TryGetValue(binding, out var asked))
                _asked.Add(binding, asked = []);
            asked.AddRange(conditions);
        }
    }

    public FilterBindingPlan[] Compile(FilterBindingRule[] rules)
    {
        var plans = new List<FilterBindingPlan>();
        foreach (var rule in rules)
            if (rule is { Enabled: true, Filter: not null } && Holds(rule))
                plans.Add(Compile(rule, rule.Filter));
        return [.. plans];
    }

    private FilterBindingPlan Compile(FilterBindingRule rule, Located<string> filter) => new()
    {
        Name = rule.Meta.Namespace + "/" + rule.Meta.Name,
        Rule = new RuleRef(rule.Meta.Id, rule.Meta.Source),
        Filter = filter.Value,
        FilterSource = filter.Source,
        Order = rule.Order,
        Hosts = Hosts(rule),
        Routes = Routes(rule),
        When = _asked.TryGetValue(rule, out var asked) ? [.. asked] : null,
        FailOpen = rule.FailOpen,
        Deadline = rule.Deadline.DurationOrZero(),
        Breaker = Breaker(rule.Breaker),
        Config = rule.Config,
    };

    private bool Holds(FilterBindingRule rule) => visibility.IsInScope(rule.Meta.Namespace) && visibility.IsSelected(rule.WorkloadSelector);

    private string[] Hosts(FilterBindingRule rule)
    {
        var hosts = new SortedSet<string>(rule.Hosts.Select(host => HostNames.Resolve(host.Value, rule.Meta.Namespace)), StringComparer.Ordinal);
        foreach (var name in rule.Services)
            if (ResourceName.Find(entries, name.Value, rule.Meta.Namespace) is { } entry)
                hosts.UnionWith(entry.Hosts.Select(host => HostNames.Resolve(host.Value, entry.Meta.Namespace)));
        return [.. hosts];
    }

    private string[] Routes(FilterBindingRule rule)
    {
        var routes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var named in rule.Routes)
            if (named.VirtualService is { } name && ResourceName.Find(services, name.Value, rule.Meta.Namespace) is { } service)
                foreach (var http in service.Http)
                    if (named.Route is null || http.Name?.Value == named.Route.Value || (http.Delegated is { } by && by.Root.Name?.Value == named.Route.Value))
                        routes.Add((http.Delegated?.Service ?? service).Meta.Id + "#http[" + http.Position + "]");
        return [.. routes];
    }

    private static BreakerPlan Breaker(BreakerRule? rule) =>
        new(rule?.Failures?.Value ?? BreakerPlan.Default.Failures, rule?.Cooldown?.Value ?? BreakerPlan.Default.Cooldown);
}
