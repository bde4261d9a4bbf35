using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Filters;

/// <summary>Which calls a binding is for.</summary>
internal sealed class FilterScope
{
    public static readonly FilterScope Everything = new(HostScope.Everything, null);

    private readonly HostScope _hosts;
    private readonly HashSet<HttpRoutePlan>? _routes;

    private FilterScope(HostScope hosts, HashSet<HttpRoutePlan>? routes) => (_hosts, _routes) = (hosts, routes);

    public bool IsEverything => _hosts.IsEverything && _routes is null;

    public static FilterScope Of(FilterBindingPlan binding, EgressPlan plan)
    {
        if (binding.Routes.Length > 0)
            return new FilterScope(HostScope.Everything, Routes(binding.Routes, plan));
        return binding.Hosts.Length == 0 ? Everything : new FilterScope(HostScope.Of(binding.Hosts, plan), null);
    }

    /// <summary>True when the binding is for a call. Before the registry has judged it only its name is known.</summary>
    public bool Covers(in Decision decision, ReadOnlySpan<byte> host) =>
        _routes is null ? _hosts.Covers(decision.Host, host) : decision.Route is { } route && _routes.Contains(route);

    /// <summary>True when some call to the host may be meant.</summary>
    public bool Covers(HostPlan host) => _hosts.Covers(host);

    private static HashSet<HttpRoutePlan> Routes(string[] ids, EgressPlan plan)
    {
        var routes = new HashSet<HttpRoutePlan>(ReferenceEqualityComparer.Instance);
        foreach (var host in plan.Hosts)
            foreach (var route in host.HttpRoutes ?? [])
                if (ids.Contains(route.Rule.Id))
                    routes.Add(route);
        return routes;
    }
}
