using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>
/// The outcome of judging one call: a value that names its reason and the YAML that caused it. Allowed calls carry
/// where to go. 0 bytes are allocated in making one.
/// </summary>
public readonly struct Decision
{
    public DecisionReason Reason { get; init; }

    /// <summary>What decided: the denying rule, the allowing rule, the route or the service. Null for an undeclared destination.</summary>
    public RuleRef? Rule { get; init; }

    /// <summary>The matched host, or null (opaque TCP by address, undeclared).</summary>
    public HostPlan? Host { get; init; }

    /// <summary>The matched port, or null.</summary>
    public ServicePortPlan? Port { get; init; }

    /// <summary>HTTP route that matched, or null for the port's default route.</summary>
    public HttpRoutePlan? Route { get; init; }

    /// <summary>The match of <see cref="Route"/> that applied (for prefix rewrites), or null.</summary>
    public Matching.HttpMatch? Match { get; init; }

    /// <summary>Destinations of a TLS or TCP route, or null for <see cref="Port"/>'s own cluster.</summary>
    public WeightedCluster[]? Destinations { get; init; }
    public int TotalWeight { get; init; }

    /// <summary>The tls or tcp rule that <see cref="Destinations"/> come from, or null.</summary>
    public RuleRef? RouteRule { get; init; }

    /// <summary>An AUDIT rule that also matched, or null.</summary>
    public RuleRef? Audit { get; init; }

    /// <summary>What policies on trial would change.</summary>
    public DryRunResult DryRun { get; init; }

    /// <summary>The rule or policy that would change it; null when nothing would, or when several ALLOW policies together would.</summary>
    public RuleRef? DryRunRule { get; init; }

    public bool IsAllowed => Reason is DecisionReason.Allowed or DecisionReason.AllowedUnregistered or DecisionReason.AuditedUnregistered;
}
