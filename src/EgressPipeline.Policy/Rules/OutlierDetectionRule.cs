using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Passive health checking as written; null = Istio's default.</summary>
public sealed record OutlierDetectionRule
{
    /// <summary>The older name of <see cref="ConsecutiveGatewayErrors"/>.</summary>
    public Located<int>? ConsecutiveErrors { get; init; }
    public Located<int>? Consecutive5xxErrors { get; init; }
    public Located<int>? ConsecutiveGatewayErrors { get; init; }
    public Located<int>? ConsecutiveLocalOriginFailures { get; init; }
    public bool SplitExternalLocalOriginErrors { get; init; }
    public Located<TimeSpan>? Interval { get; init; }
    public Located<TimeSpan>? BaseEjectionTime { get; init; }
    public Located<int>? MaxEjectionPercent { get; init; }
    public Located<int>? MinHealthPercent { get; init; }

    /// <summary>Which answers are errors; empty = all of 500 and up.</summary>
    public Located<int>[] HttpErrorCodes { get; init; } = [];
    public required SourceRef Source { get; init; }
}
