using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Passive health checking as written; null = Istio's default.</summary>
public sealed record OutlierDetectionRule
{
    public Located<int>? Consecutive5xxErrors { get; init; }
    public Located<int>? ConsecutiveGatewayErrors { get; init; }
    public Located<int>? ConsecutiveLocalOriginFailures { get; init; }
    public bool SplitExternalLocalOriginErrors { get; init; }
    public Located<TimeSpan>? Interval { get; init; }
    public Located<TimeSpan>? BaseEjectionTime { get; init; }
    public Located<int>? MaxEjectionPercent { get; init; }
    public Located<int>? MinHealthPercent { get; init; }
    public required SourceRef Source { get; init; }
}
