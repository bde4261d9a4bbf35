using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>What a case expects. Absent fields are not looked at. The short form is the verdict alone.</summary>
public sealed record ExpectationRule
{
    /// <summary><c>allowed</c>, <c>denied</c>, <c>unregistered</c>, <c>no-route</c>, or <c>refused</c> for any but the first.</summary>
    public Located<string>? Verdict { get; init; }

    /// <summary>A reason as logs and metrics spell it.</summary>
    public Located<string>? Reason { get; init; }

    /// <summary>The rule that decides, by its id or the end of it.</summary>
    public Located<string>? By { get; init; }

    /// <summary>An AUDIT rule that matches, likewise.</summary>
    public Located<string>? Audit { get; init; }

    /// <summary>The declared host, or the ServiceEntry.</summary>
    public Located<string>? Service { get; init; }

    /// <summary>A route's name or id; <c>none</c> = straight to the service.</summary>
    public Located<string>? Route { get; init; }

    /// <summary>The only subset that gets calls.</summary>
    public Located<string>? Subset { get; init; }

    /// <summary>The only cluster that gets calls.</summary>
    public Located<string>? Cluster { get; init; }

    /// <summary>Shares by subset, cluster or host; all destinations must be named.</summary>
    public IReadOnlyDictionary<string, Located<int>>? Weights { get; init; }

    /// <summary>Every endpoint that gets calls, as <c>address:port</c>, in any order; null when not expected.</summary>
    public Located<string>[]? Endpoints { get; init; }

    /// <summary>Where <see cref="Endpoints"/> stand.</summary>
    public SourceRef EndpointsSource { get; init; }
    public RetryExpectationRule? Retries { get; init; }

    /// <summary>Zero = none.</summary>
    public Located<TimeSpan>? Timeout { get; init; }
    public Located<string>? Tls { get; init; }
    public Located<string>? ServerName { get; init; }

    /// <summary>Path and query as the service sees them.</summary>
    public Located<string>? Path { get; init; }

    /// <summary>Host header as the service sees it.</summary>
    public Located<string>? Authority { get; init; }
    public RedirectExpectationRule? Redirect { get; init; }
    public DirectResponseExpectationRule? DirectResponse { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>Expected retries. Short forms: the attempts, or <c>default</c> where no policy speaks of retries.</summary>
public sealed record RetryExpectationRule
{
    public bool IsDefault { get; init; }

    /// <summary>Repetitions after the first try; 0 = off.</summary>
    public Located<int>? Attempts { get; init; }

    /// <summary>Conditions and status codes as a VirtualService writes them, in any order.</summary>
    public Located<string>? RetryOn { get; init; }

    /// <summary>Zero = none.</summary>
    public Located<TimeSpan>? PerTryTimeout { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>An expected redirect. The short form is its status.</summary>
public sealed record RedirectExpectationRule(Located<int>? Code, Located<string>? Location, SourceRef Source);

/// <summary>An expected answer of the sidecar itself. The short form is its status.</summary>
public sealed record DirectResponseExpectationRule(Located<int>? Status, Located<string>? Body, SourceRef Source);
