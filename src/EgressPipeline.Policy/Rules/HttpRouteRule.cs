using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>One http rule of a VirtualService. Exactly one of route, redirect, directResponse and delegate answers.</summary>
public sealed record HttpRouteRule
{
    public Located<string>? Name { get; init; }

    /// <summary>Position in <c>spec.http</c>, for the rule's id when it has no name.</summary>
    public required int Position { get; init; }

    /// <summary>Alternatives (OR); empty = matches everything.</summary>
    public HttpMatchRule[] Match { get; init; } = [];
    public WeightedDestinationRule[] Route { get; init; } = [];
    public RedirectRule? Redirect { get; init; }
    public DirectResponseRule? DirectResponse { get; init; }
    public DelegateRule? Delegate { get; init; }
    public RewriteRule? Rewrite { get; init; }

    /// <summary>Null or zero = none.</summary>
    public Located<TimeSpan>? Timeout { get; init; }
    public RetryRule? Retries { get; init; }
    public HeaderOperationsRule? Headers { get; init; }
    public FaultRule? Fault { get; init; }
    public MirrorRule[] Mirrors { get; init; } = [];
    public CorsRule? Cors { get; init; }

    /// <summary>Where the rule comes from when it takes the place of one that delegates; null as written.</summary>
    public DelegatedRule? Delegated { get; init; }
    public required SourceRef Source { get; init; }
}
