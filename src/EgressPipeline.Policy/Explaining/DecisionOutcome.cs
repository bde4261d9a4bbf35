using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>
/// What follows from a decision about a described call, in plain values: everything that a person can ask about or expect.
/// What does not apply to the call is null or empty. Immutable.
/// </summary>
public sealed record DecisionOutcome
{
    public required DecisionReason Reason { get; init; }

    public Verdict Verdict => Verdicts.Of(Reason);

    /// <summary>What decided: the denying or allowing rule, else the service; null for an undeclared destination.</summary>
    public RuleRef? Rule { get; init; }

    /// <summary>An AUDIT rule that matched.</summary>
    public RuleRef? Audit { get; init; }

    /// <summary>What policies on trial would change.</summary>
    public DryRunResult DryRun { get; init; }

    /// <summary>The rule or policy on trial that would change it, where it is a single one.</summary>
    public RuleRef? DryRunRule { get; init; }

    /// <summary>Who is asked about the request before it goes out, and the rule of the CUSTOM policy that says so.</summary>
    public IReadOnlyList<(FilterBindingPlan Authorizer, RuleRef Rule)> Asked { get; init; } = [];

    /// <summary>The limits that the call counts for.</summary>
    public IReadOnlyList<LimitPlan> Limits { get; init; } = [];

    /// <summary>The declared host pattern.</summary>
    public string? Service { get; init; }

    /// <summary>The ServiceEntry port that the call found, or the ServiceEntry.</summary>
    public RuleRef? ServiceRule { get; init; }

    /// <summary>The protocol of the port that the call found.</summary>
    public PortProtocol? Protocol { get; init; }

    /// <summary>The route's name; null when the call goes straight to the service, or nowhere.</summary>
    public string? Route { get; init; }
    public RuleRef? RouteRule { get; init; }

    /// <summary>Where the call may go; one cluster for a call straight to the service.</summary>
    public IReadOnlyList<WeightedCluster> Destinations { get; init; } = [];

    /// <summary>Sum of the weights of <see cref="Destinations"/>.</summary>
    public int TotalWeight { get; init; }

    /// <summary>Null unless an HTTP request goes out.</summary>
    public RetryPlan? Retry { get; init; }

    /// <summary>True when no policy says anything about retries.</summary>
    public bool IsDefaultRetry { get; init; }

    /// <summary>Bound on the whole call; zero = none.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>What is injected before the request goes out; null = nothing.</summary>
    public FaultPlan? Fault { get; init; }

    /// <summary>Who gets a copy of the request.</summary>
    public IReadOnlyList<MirrorPlan> Mirrors { get; init; } = [];

    /// <summary>How calls from other origins are answered; null = as the service does.</summary>
    public CorsPlan? Cors { get; init; }

    /// <summary>Path and query as the service sees them; null unless an HTTP request goes out.</summary>
    public string? Path { get; init; }

    /// <summary>Host header as the service sees it; null unless an HTTP request goes out.</summary>
    public string? Authority { get; init; }

    /// <summary>Status and location of the sidecar's own redirect.</summary>
    public (int Code, string Location)? Redirect { get; init; }

    /// <summary>The sidecar's own answer.</summary>
    public DirectResponsePlan? DirectResponse { get; init; }

    /// <summary>The called host, or the dialled address where there is none: what an endpoint without address means.</summary>
    public required string CalledHost { get; init; }

    /// <summary>The dialled address, or null.</summary>
    public string? DialledAddress { get; init; }

    /// <summary><c>address:port</c> of every endpoint of a cluster.</summary>
    public IEnumerable<string> EndpointsOf(ClusterPlan cluster) => cluster.Endpoints.Select(endpoint => EndpointText(cluster, endpoint));

    private string EndpointText(ClusterPlan cluster, EndpointPlan endpoint)
    {
        var address = endpoint.Address.Length > 0 ? endpoint.Address
            : cluster.Resolution == Resolution.None && DialledAddress is not null ? DialledAddress
            : CalledHost;
        return (address.IndexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + endpoint.Port;
    }
}
