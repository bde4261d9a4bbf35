namespace EgressPipeline.Policy.Rules;

/// <summary>An EgressLimits as written: how much of which calls there may be.</summary>
public sealed record EgressLimitsRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }
    public LabelSelectorRule? WorkloadSelector { get; init; }

    /// <summary>False leaves the limit out as if it were not written.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Host patterns; with <see cref="Services"/> empty = every call.</summary>
    public Located<string>[] Hosts { get; init; } = [];

    /// <summary>ServiceEntries, <c>name</c> or <c>namespace/name</c>.</summary>
    public Located<string>[] Services { get; init; } = [];
    public Located<int>[] Ports { get; init; } = [];
    public Located<string>[] Principals { get; init; } = [];
    public bool PerPrincipal { get; init; }
    public RateRule? Requests { get; init; }
    public RateRule? Connections { get; init; }
    public Located<int>? Concurrency { get; init; }

    public AdaptiveRule? Adaptive { get; init; }

    /// <summary>Bytes a second.</summary>
    public Located<long>? Bandwidth { get; init; }
    public Located<long>? BytesPerDay { get; init; }
    public Located<int>? Status { get; init; }

    /// <summary>True for <c>mode: report</c>.</summary>
    public bool IsReport { get; init; }
}

/// <summary>So many in a stretch of time.</summary>
/// <param name="Count">How many.</param>
/// <param name="Per">The stretch; null = a second.</param>
/// <param name="Burst">How many at once; null = as many as <paramref name="Count"/>.</param>
public sealed record RateRule(Located<int>? Count, Located<TimeSpan>? Per, Located<int>? Burst);
