using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>The retries block of an http rule. Written without attempts it turns retries off, as in Istio.</summary>
public sealed record RetryRule
{
    public Located<int>? Attempts { get; init; }
    public Located<TimeSpan>? PerTryTimeout { get; init; }

    /// <summary>Conditions and status codes, comma-separated as written.</summary>
    public Located<string>? RetryOn { get; init; }
    public bool? RetryRemoteLocalities { get; init; }
    public bool? RetryIgnorePreviousHosts { get; init; }
    public Located<TimeSpan>? Backoff { get; init; }
    public required SourceRef Source { get; init; }
}
