using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Plan;

/// <summary>
/// A whole policy set, validated, resolved and immutable: what the sidecar, <c>explain</c>, <c>check</c> and the
/// generator all read. Safe for concurrent use; a reload builds another one.
/// </summary>
public sealed record EgressPlan
{
    /// <summary>Host patterns (exact and <c>*.suffix</c>) to indices of <see cref="Hosts"/>.</summary>
    public required HostIndex HostIndex { get; init; }

    /// <summary>One entry per distinct host pattern that a ServiceEntry or VirtualService declares.</summary>
    public required HostPlan[] Hosts { get; init; }

    /// <summary>Opaque TCP and TLS-by-address services, for connections that carry no usable name.</summary>
    public required AddressIndex Addresses { get; init; }

    /// <summary>What the DNS proxy answers for TCP services that have no addresses; <see cref="Addresses"/> leads back from them.</summary>
    public VirtualAddressTable VirtualAddresses { get; init; } = VirtualAddressTable.Empty;

    /// <summary>Every cluster a call can reach; <see cref="ClusterPlan.Index"/> is the position.</summary>
    public required ClusterPlan[] Clusters { get; init; }

    public required AuthorizationPlan Authorization { get; init; }

    /// <summary>Filters attached to services, ordered by name.</summary>
    public FilterBindingPlan[] FilterBindings { get; init; } = [];

    /// <summary>Whose tokens are taken (RequestAuthentication), in the order in which they are tried; empty = tokens are nobody's matter.</summary>
    public JwtRulePlan[] JwtRules { get; init; } = [];

    /// <summary>How much of which calls there may be, ordered by name.</summary>
    public LimitPlan[] Limits { get; init; } = [];

    /// <summary>From the Sidecar resource's outboundTrafficPolicy, or the host's <c>--unregistered</c>.</summary>
    public required UnregisteredMode Unregistered { get; init; }

    /// <summary>True when a Sidecar resource decided <see cref="Unregistered"/>: then no setting of the process changes it.</summary>
    public bool IsUnregisteredDeclared { get; init; }

    /// <summary>The workload it was made for.</summary>
    public PlanWorkload Workload { get; init; } = PlanWorkload.Unknown;

    /// <summary>
    /// SHA-256 (hex) over what the policies say for the workload: equal for equal policies whatever the file order and the
    /// setting for undeclared destinations.
    /// </summary>
    public required string Hash { get; init; }

    public required PlanCounts Counts { get; init; }
}

/// <summary>What was loaded, for the start-up line and the admin page.</summary>
public sealed record PlanCounts(int Files, int Documents, int Services, int VirtualServices, int DestinationRules, int AuthorizationPolicies, int Sidecars, int Skipped)
{
    public int FilterBindings { get; init; }
    public int RequestAuthentications { get; init; }
    public int Limits { get; init; }
}

/// <summary>A named thing in the YAML that decided something: its id as printed, and its place.</summary>
/// <param name="Id">For example <c>AuthorizationPolicy/default/allow-api#rules[0]</c>.</param>
public sealed record RuleRef(string Id, SourceRef Source)
{
    public override string ToString() => Source.IsNone ? Id : Id + " (" + Source + ")";
}
