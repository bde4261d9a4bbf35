using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Limits;

/// <summary>The limits of one plan. Immutable; for most calls one array access says that there is none.</summary>
internal sealed class LimitSet
{
    private readonly LimitRule[][] _byHost;

    private LimitSet(LimitRule[] all, EgressPlan plan, LimitClock clock)
    {
        All = all;
        Clock = clock;
        _byHost = all.Length == 0 ? [] : Array.ConvertAll(plan.Hosts, host => Array.FindAll(all, rule => rule.MayCover(host)));
    }

    public LimitRule[] All { get; }

    public LimitClock Clock { get; }

    /// <summary>Builds the limits of a plan. Those that the plan before had keep what was counted, by name.</summary>
    public static LimitSet Build(EgressPlan plan, LimitSet? previous, LimitClock clock)
    {
        var states = previous?.All.ToDictionary(rule => rule.State.Name, rule => rule.State, StringComparer.Ordinal) ?? [];
        var rules = Array.ConvertAll(plan.Limits, limit => new LimitRule(limit, plan, states.GetValueOrDefault(limit.Name) ?? new LimitState(limit.Name), clock));
        return new LimitSet(rules, plan, clock);
    }

    /// <summary>The limits that may be for calls to a host; null = an undeclared one.</summary>
    public ReadOnlySpan<LimitRule> For(HostPlan? host) => host is null || All.Length == 0 ? All : _byHost[host.Index];
}
