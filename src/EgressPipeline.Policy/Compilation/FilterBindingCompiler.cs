using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Compiles the FilterBindings that hold for the workload: those of its namespace and of the root namespace that select it.</summary>
internal sealed class FilterBindingCompiler(Visibility visibility, ServiceEntryRule[] entries, VirtualServiceRule[] services)
{
    public FilterBindingPlan[] Compile(FilterBindingRule[] rules)
    {
        var plans = new List<FilterBindingPlan>();
        foreach (var rule in rules)
            if (rule is { Enabled: true, Filter: not null } && visibility.IsInScope(rule.Meta.Namespace) && visibility.IsSelected(rule.WorkloadSelector))
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
        FailOpen = rule.FailOpen,
        Deadline = rule.Deadline.DurationOrZero(),
        Breaker = Breaker(rule.Breaker),
        Config = rule.Config,
    };

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
