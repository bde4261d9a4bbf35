using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Injected delay and abort of an http rule.</summary>
public sealed record FaultRule(FaultDelayRule? Delay, FaultAbortRule? Abort, SourceRef Source);

/// <summary>A delay before forwarding. Null percentage = of no call.</summary>
public sealed record FaultDelayRule(Located<TimeSpan>? FixedDelay, Located<TimeSpan>? ExponentialDelay, Located<double>? Percentage, SourceRef Source);

/// <summary>An error answered instead of forwarding. Null percentage = of no call.</summary>
public sealed record FaultAbortRule(Located<int>? HttpStatus, Located<string>? GrpcStatus, Located<string>? Http2Error, Located<double>? Percentage, SourceRef Source);

/// <summary>A copy of the calls, sent elsewhere without waiting for the answer. Null percentage = all.</summary>
public sealed record MirrorRule(DestinationRefRule Destination, Located<double>? Percentage, SourceRef Source);

/// <summary>Cross-origin answers of an http rule.</summary>
public sealed record CorsRule
{
    public StringMatchRule[] AllowOrigins { get; init; } = [];
    public Located<string>[] AllowMethods { get; init; } = [];
    public Located<string>[] AllowHeaders { get; init; } = [];
    public Located<string>[] ExposeHeaders { get; init; } = [];
    public Located<TimeSpan>? MaxAge { get; init; }
    public bool? AllowCredentials { get; init; }

    /// <summary><c>FORWARD</c> (also when null) or <c>IGNORE</c>.</summary>
    public Located<string>? UnmatchedPreflights { get; init; }
    public required SourceRef Source { get; init; }
}
