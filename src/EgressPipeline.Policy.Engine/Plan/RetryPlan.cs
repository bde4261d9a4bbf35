namespace EgressPipeline.Policy.Plan;

/// <summary>When and how often a failed attempt is repeated.</summary>
public sealed record RetryPlan
{
    /// <summary>What holds where no VirtualService says anything: only what was provably never processed is repeated.</summary>
    public static readonly RetryPlan Default = new()
    {
        Attempts = 2,
        Conditions = RetryConditions.ConnectFailure | RetryConditions.RefusedStream | RetryConditions.ResetBeforeRequest,
    };

    /// <summary>Repetitions after the first try; 0 = never.</summary>
    public required int Attempts { get; init; }
    public required RetryConditions Conditions { get; init; }

    /// <summary>Statuses that <see cref="RetryConditions.RetriableStatusCodes"/> names, ascending.</summary>
    public int[] StatusCodes { get; init; } = [];

    /// <summary>Bound on one try; zero = the route's timeout alone.</summary>
    public TimeSpan PerTryTimeout { get; init; }

    /// <summary>Base of the fully jittered exponential back-off, capped at ten times itself.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// True when the policy names its conditions: then they hold for every method. False for our default, where a
    /// non-idempotent request is repeated only if it was provably never processed.
    /// </summary>
    public bool Explicit { get; init; }

    /// <summary>Endpoints that were tried are avoided while others are left; never where they are chosen by hash.</summary>
    public bool AvoidsTriedHosts { get; init; } = true;

    /// <summary>Every two tries the priorities of the endpoints tried so far are left, too, while another one can answer.</summary>
    public bool LeavesTriedPriorities { get; init; }
    public RuleRef? Rule { get; init; }
}

/// <summary>Envoy's retry-on conditions, as a set.</summary>
[Flags]
public enum RetryConditions
{
    None = 0,
    ServerError = 1,
    GatewayError = 1 << 1,
    Reset = 1 << 2,
    ResetBeforeRequest = 1 << 3,
    ConnectFailure = 1 << 4,
    Retriable4xx = 1 << 5,
    RefusedStream = 1 << 6,
    RetriableStatusCodes = 1 << 7,
    GrpcCancelled = 1 << 8,
    GrpcDeadlineExceeded = 1 << 9,
    GrpcInternal = 1 << 10,
    GrpcResourceExhausted = 1 << 11,
    GrpcUnavailable = 1 << 12,
    RateLimited = 1 << 13,

    /// <summary>The answer has a field that the request named in <c>x-envoy-retriable-header-names</c>.</summary>
    RetriableHeaders = 1 << 14,

    /// <summary>Never happens: nothing is sent over HTTP/3.</summary>
    Http3PostConnectFailure = 1 << 15,
}
