using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Plan;

/// <summary>One http rule of a VirtualService: what it matches and what is done then.</summary>
public sealed class HttpRoutePlan
{
    /// <summary>The rule's name, or its position (<c>http[2]</c>).</summary>
    public required string Name { get; init; }
    public required RuleRef Rule { get; init; }

    /// <summary>Alternatives (OR); empty = matches everything.</summary>
    public required HttpMatch[] Matches { get; init; }

    /// <summary>Weighted destinations; empty when <see cref="Redirect"/> or <see cref="DirectResponse"/> answers.</summary>
    public required WeightedCluster[] Destinations { get; init; }

    /// <summary>Sum of the weights; 0 only when there are no destinations.</summary>
    public required int TotalWeight { get; init; }
    public RedirectPlan? Redirect { get; init; }
    public DirectResponsePlan? DirectResponse { get; init; }
    public RewritePlan? Rewrite { get; init; }

    /// <summary>Bound on the whole call, retries and back-off included; zero = none.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Null = the product's default (only what was provably never processed); <see cref="RetryPlan.Attempts"/> 0 = off.</summary>
    public RetryPlan? Retry { get; init; }
    public HeaderOperations Headers { get; init; } = HeaderOperations.None;

    /// <summary>What is injected before the call is sent; null = nothing.</summary>
    public FaultPlan? Fault { get; init; }

    /// <summary>Who gets copies of the calls.</summary>
    public MirrorPlan[] Mirrors { get; init; } = [];

    /// <summary>How calls from other origins are answered; null = nothing is said about them.</summary>
    public CorsPlan? Cors { get; init; }
}

/// <summary>A destination of a route with its share and its own header operations.</summary>
public sealed record WeightedCluster(ClusterPlan Cluster, int Weight, HeaderOperations Headers);

/// <summary>An answer the sidecar gives itself.</summary>
public sealed record DirectResponsePlan(int Status, byte[] Body);

/// <summary>Path and authority changes before forwarding.</summary>
/// <param name="Uri">The new path; a prefix match replaces the matched prefix only.</param>
/// <param name="Authority">The new host.</param>
/// <param name="Substitution">Replaces what of the path matches; never together with <paramref name="Uri"/>.</param>
public sealed record RewritePlan(string? Uri, string? Authority, PathSubstitution? Substitution = null);

/// <summary>Header changes; names are lower-case. Applied in the order remove, set, add.</summary>
public sealed record HeaderOperations(HeaderOperation[] RequestSet, HeaderOperation[] RequestAdd, byte[][] RequestRemove, HeaderOperation[] ResponseSet, HeaderOperation[] ResponseAdd, byte[][] ResponseRemove)
{
    public static readonly HeaderOperations None = new([], [], [], [], [], []);

    public bool HasRequest => RequestSet.Length + RequestAdd.Length + RequestRemove.Length > 0;
    public bool HasResponse => ResponseSet.Length + ResponseAdd.Length + ResponseRemove.Length > 0;
}

/// <summary>A header to set or add.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Value">What is written; empty where <see cref="Segments"/> make the value.</param>
public sealed record HeaderOperation(byte[] Name, byte[] Value)
{
    /// <summary>What the value is put together from for each call; empty = it is <see cref="Value"/>.</summary>
    public HeaderSegment[] Segments { get; init; } = [];
}

/// <summary>One tls rule of a VirtualService.</summary>
public sealed class TlsRoutePlan
{
    public required RuleRef Rule { get; init; }
    public required TlsMatch[] Matches { get; init; }
    public required WeightedCluster[] Destinations { get; init; }
    public required int TotalWeight { get; init; }
}

/// <summary>One tcp rule of a VirtualService.</summary>
public sealed class TcpRoutePlan
{
    public required RuleRef Rule { get; init; }

    /// <summary>Alternatives (OR); empty = matches everything.</summary>
    public required TcpMatch[] Matches { get; init; }
    public required WeightedCluster[] Destinations { get; init; }
    public required int TotalWeight { get; init; }
}
