using EgressPipeline.Policy.Limits;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Limits;

/// <summary>
/// What is counted for one limit by its name. It is handed on from plan to plan, whatever bounds they write: a reload must not refill
/// what was used. Safe for concurrent use.
/// </summary>
internal sealed class LimitState
{
    /// <summary>Principals that a limit tells apart.</summary>
    public const int MaxPrincipals = 1000;

    public LimitState(string name)
    {
        Name = name;
        Labels = LabelSet.Of("limit", name);
        Refused = new LimitCounters(Labels);
        WouldRefuse = new LimitCounters(Labels);
        Passed = new Counter(Labels);
        SlowedMilliseconds = new Counter(Labels);
    }

    public string Name { get; }

    public LabelSet Labels { get; }

    /// <summary>Of everybody together.</summary>
    public Allowance Shared { get; } = new();

    /// <summary>The bound by time, with everything it has learnt; null before a plan asked for one. Set when a plan is made.</summary>
    public Gradient? Gradient { get; private set; }

    public PrincipalAllowances Principals { get; } = new(MaxPrincipals);

    public Counter Passed { get; }

    public LimitCounters Refused { get; }

    /// <summary>What a limit that only reports would have refused.</summary>
    public LimitCounters WouldRefuse { get; }

    public Counter SlowedMilliseconds { get; }

    /// <summary>The bound by time of a plan: what was learnt holds for the same settings only.</summary>
    public Gradient? GradientFor(AdaptivePlan? plan)
    {
        if (Gradient is null || Gradient.Plan != plan)
            Gradient = plan is null ? null : new Gradient(plan, Random.Shared);
        return Gradient;
    }
}
