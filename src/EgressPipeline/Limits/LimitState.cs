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

    public PrincipalAllowances Principals { get; } = new(MaxPrincipals);

    public Counter Passed { get; }

    public LimitCounters Refused { get; }

    /// <summary>What a limit that only reports would have refused.</summary>
    public LimitCounters WouldRefuse { get; }

    public Counter SlowedMilliseconds { get; }
}
