using System.Text;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Filters;

/// <summary>Which calls a binding is for. What can be known from the plan is decided beforehand, so that asking is one load for most calls.</summary>
internal sealed class FilterScope
{
    public static readonly FilterScope Everything = new([], null, null);

    private readonly Answer[] _byHost;
    private readonly byte[][]? _patterns;
    private readonly HashSet<HttpRoutePlan>? _routes;

    private FilterScope(Answer[] byHost, byte[][]? patterns, HashSet<HttpRoutePlan>? routes) => (_byHost, _patterns, _routes) = (byHost, patterns, routes);

    /// <summary>What a host pattern of the plan says about the calls to it.</summary>
    private enum Answer : byte { Never, Always, ByName }

    public bool IsEverything => _patterns is null && _routes is null;

    public static FilterScope Of(FilterBindingPlan binding, EgressPlan plan)
    {
        if (binding.Routes.Length > 0)
            return new FilterScope([], null, Routes(binding.Routes, plan));
        if (binding.Hosts.Length == 0)
            return Everything;
        var byHost = Array.ConvertAll(plan.Hosts, host => AnswerFor(host.Pattern, binding.Hosts));
        return new FilterScope(byHost, Array.ConvertAll(binding.Hosts, Encoding.UTF8.GetBytes), null);
    }

    /// <summary>True when the binding is for a call. Before the registry has judged it only its name is known.</summary>
    public bool Covers(in Decision decision, ReadOnlySpan<byte> host)
    {
        if (_routes is not null)
            return decision.Route is { } route && _routes.Contains(route);
        if (_patterns is null)
            return true;
        return decision.Host is { } known && _byHost[known.Index] is var answer and not Answer.ByName ? answer == Answer.Always : IsNamed(host);
    }

    /// <summary>True when some call to the host may be meant.</summary>
    public bool Covers(HostPlan host) => _patterns is null || _byHost[host.Index] != Answer.Never;

    private bool IsNamed(ReadOnlySpan<byte> host)
    {
        foreach (var pattern in _patterns!)
        {
            ReadOnlySpan<byte> text = pattern;
            if (text[0] != '*' ? host.SequenceEqual(text) : host.Length >= text.Length && host.EndsWith(text[1..]))
                return true;
        }
        return false;
    }

    private static Answer AnswerFor(string pattern, string[] wanted)
    {
        if (Array.Exists(wanted, one => HostPattern.IsSubsetOf(pattern, one)))
            return Answer.Always;
        return Array.Exists(wanted, one => HostPattern.IsSubsetOf(one, pattern)) ? Answer.ByName : Answer.Never;
    }

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
