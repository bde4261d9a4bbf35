using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>The filters that a call passes under one plan, in words. What they do with it is theirs: that they differ is all that is said.</summary>
internal sealed class FilterAspects
{
    /// <summary>Digits of a configuration's hash: its values may be nobody's business.</summary>
    private const int HashDigits = 12;

    private readonly (FilterBindingPlan Binding, string Text)[] _bindings;

    public FilterAspects(EgressPlan plan)
    {
        _bindings = Array.ConvertAll(plan.FilterBindings, binding => (binding, Describe(binding)));
        Array.Sort(_bindings, (a, b) => a.Binding.Order != b.Binding.Order ? a.Binding.Order.CompareTo(b.Binding.Order) : string.CompareOrdinal(a.Binding.Name, b.Binding.Name));
    }

    public bool IsEmpty => _bindings.Length == 0;

    /// <summary>The filters of a call, in the order in which they run; empty for none.</summary>
    /// <param name="host">The declared host that is called; null for an undeclared one.</param>
    /// <param name="name">The called name.</param>
    /// <param name="route">The route that the call takes, or null.</param>
    public string For(HostPlan? host, string name, HttpRoutePlan? route)
    {
        var texts = new List<string>();
        foreach (var (binding, text) in _bindings)
            if (IsFor(binding, host, name, route))
                texts.Add(text);
        return string.Join("; ", texts);
    }

    /// <summary>Equal for hosts whose calls pass the same filters, whatever their route.</summary>
    public string Key(HostPlan host)
    {
        var texts = new List<string>();
        foreach (var (binding, text) in _bindings)
            if (binding.Routes.Length > 0 || binding.Hosts.Length == 0 || Array.Exists(binding.Hosts, pattern => HostPattern.Overlap(pattern, host.Pattern)))
                texts.Add(text + " for " + string.Join(" ", binding.Hosts) + " " + string.Join(" ", binding.Routes));
        return string.Join("\n", texts);
    }

    private static bool IsFor(FilterBindingPlan binding, HostPlan? host, string name, HttpRoutePlan? route)
    {
        if (binding.Routes.Length > 0)
            return route is not null && Array.IndexOf(binding.Routes, route.Rule.Id) >= 0;
        if (binding.Hosts.Length == 0)
            return true;
        if (host is not null && Array.Exists(binding.Hosts, pattern => HostPattern.IsSubsetOf(host.Pattern, pattern)))
            return true;
        return name.Length > 0 && Array.Exists(binding.Hosts, pattern => HostPattern.IsSubsetOf(name, pattern));
    }

    private static string Describe(FilterBindingPlan binding) =>
        binding.Name + " (" + binding.Filter
        + (binding.Order == 0 ? "" : ", order " + binding.Order)
        + (binding.When is { } rules ? ", asked when " + MatchKey.Of(Array.ConvertAll(rules, ClauseKeys.Of)) : "")
        + (binding.FailOpen is { } open ? open ? ", failing open" : ", failing closed" : "")
        + (binding.Deadline == TimeSpan.Zero ? "" : ", within " + AspectText.Span(binding.Deadline, "none"))
        + (binding.Breaker == BreakerPlan.Default ? "" : ", out for " + AspectText.Span(binding.Breaker.Cooldown, "0s") + " after " + binding.Breaker.Failures + " failures")
        + (binding.Config.Entries.Length == 0 ? "" : ", configuration " + PlanHash.Of(binding.Config).Substring(0, HashDigits)) + ")";
}
