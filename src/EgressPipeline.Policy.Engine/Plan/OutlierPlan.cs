namespace EgressPipeline.Policy.Plan;

/// <summary>Passive health checking: when an endpoint is taken out and for how long (Envoy's arithmetic).</summary>
public sealed record OutlierPlan
{
    /// <summary>Consecutive 5xx (and local failures) that eject; 0 = off.</summary>
    public int Consecutive5xx { get; init; } = 5;

    /// <summary>Consecutive 502/503/504 and local failures that eject; 0 = off.</summary>
    public int ConsecutiveGateway { get; init; }
    public bool SplitLocalOrigin { get; init; }
    public int ConsecutiveLocalOrigin { get; init; } = 5;
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan BaseEjectionTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>0..100. One endpoint of a small pool may always be ejected, never the last.</summary>
    public int MaxEjectionPercent { get; init; } = 10;

    /// <summary>Below this share of healthy endpoints ejections are ignored (panic); 0 = never.</summary>
    public int MinHealthPercent { get; init; }

    /// <summary>
    /// Answers that are errors, ascending; empty = those of 500 and up. When set, an answer is a plain error or none: only what
    /// failed here counts as a gateway error, as in Envoy.
    /// </summary>
    public int[] ErrorCodes { get; init; } = [];

    /// <summary>Ejection of those that fail more than the others; null = off.</summary>
    public SuccessRatePlan? SuccessRate { get; init; }
}
