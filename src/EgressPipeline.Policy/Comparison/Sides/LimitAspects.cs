using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>The limits that a call counts for under one plan, in words; whose calls they are for is part of the words.</summary>
internal sealed class LimitAspects
{
    private readonly (LimitPlan Limit, string Text)[] _limits;

    public LimitAspects(EgressPlan plan) => _limits = Array.ConvertAll(plan.Limits, limit => (limit, Describe(limit)));

    public bool IsEmpty => _limits.Length == 0;

    /// <summary>The limits of a call by name; empty for none.</summary>
    /// <param name="host">The declared host that is called; null for an undeclared one.</param>
    /// <param name="name">The called name.</param>
    /// <param name="port">The called port.</param>
    public string For(HostPlan? host, string name, int port)
    {
        var texts = new List<string>();
        foreach (var (limit, text) in _limits)
            if ((limit.Ports.Length == 0 || Array.IndexOf(limit.Ports, port) >= 0) && IsNamed(limit, host, name))
                texts.Add(text);
        return string.Join("; ", texts);
    }

    /// <summary>Equal for hosts whose calls count for the same limits.</summary>
    public string Key(HostPlan host)
    {
        var texts = new List<string>();
        foreach (var (limit, text) in _limits)
            if (limit.Hosts.Length == 0 || Array.Exists(limit.Hosts, pattern => HostPattern.Overlap(pattern, host.Pattern)))
                texts.Add(text + " on " + string.Join(" ", limit.Hosts) + " " + string.Join(" ", limit.Ports));
        return string.Join("\n", texts);
    }

    private static bool IsNamed(LimitPlan limit, HostPlan? host, string name)
    {
        if (limit.Hosts.Length == 0)
            return true;
        if (host is not null && Array.Exists(limit.Hosts, pattern => HostPattern.IsSubsetOf(host.Pattern, pattern)))
            return true;
        return name.Length > 0 && Array.Exists(limit.Hosts, pattern => HostPattern.IsSubsetOf(name, pattern));
    }

    private static string Describe(LimitPlan limit) =>
        limit.Name + " (" + LimitText.Bounds(limit) + (limit.Status == 429 ? "" : ", refused with " + limit.Status)
        + (limit.Principals.Length == 0 ? "" : ", for " + string.Join(", ", (object[])limit.Principals)) + ")";
}
