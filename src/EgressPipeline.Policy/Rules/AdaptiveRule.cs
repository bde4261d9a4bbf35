namespace EgressPipeline.Policy.Rules;

/// <summary><c>adaptiveConcurrency</c> as written; null = the usual value.</summary>
public sealed record AdaptiveRule
{
    public Located<int>? MinConcurrency { get; init; }
    public Located<int>? MaxConcurrency { get; init; }
    public Located<TimeSpan>? UpdateInterval { get; init; }
    public Located<double>? Percentile { get; init; }
    public Located<TimeSpan>? MinRttInterval { get; init; }
    public Located<int>? MinRttRequests { get; init; }
    public Located<double>? JitterPercent { get; init; }
    public Located<double>? BufferPercent { get; init; }
}
