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
}

/// <summary>A destination of a route with its share and its own header operations.</summary>
public sealed record WeightedCluster(ClusterPlan Cluster, int Weight, HeaderOperations Headers);

/// <summary>A redirect answered by the sidecar; null parts keep what was called.</summary>
public sealed record RedirectPlan(string? Uri, string? Authority, int? Port, string? Scheme, int Code)
{
    /// <summary>The location for a call; a port that the scheme implies is left out.</summary>
    public string LocationFor(in CallFacts call)
    {
        var scheme = Scheme ?? AsciiText.Text(call.Scheme);
        var port = Port ?? (Authority is null ? call.Port : 0);
        var implied = port == 0 || (scheme == "http" && port == 80) || (scheme == "https" && port == 443);
        var query = call.Query.IsEmpty ? "" : "?" + AsciiText.Text(call.Query);
        return scheme + "://" + (Authority ?? Bracketed(AsciiText.Text(call.Host))) + (implied ? "" : ":" + port) + (Uri ?? AsciiText.Text(call.Path)) + query;
    }

    // A normalised IPv6 host has lost the brackets that a URL needs (RFC 3986 §3.2.2).
    private static string Bracketed(string host) => host.IndexOf(':') >= 0 ? "[" + host + "]" : host;
}

/// <summary>An answer the sidecar gives itself.</summary>
public sealed record DirectResponsePlan(int Status, byte[] Body);

/// <summary>Path and authority changes before forwarding. A prefix match replaces the matched prefix only.</summary>
public sealed record RewritePlan(string? Uri, string? Authority);

/// <summary>Header changes; names are lower-case. Applied in the order remove, set, add.</summary>
public sealed record HeaderOperations(HeaderOperation[] RequestSet, HeaderOperation[] RequestAdd, byte[][] RequestRemove, HeaderOperation[] ResponseSet, HeaderOperation[] ResponseAdd, byte[][] ResponseRemove)
{
    public static readonly HeaderOperations None = new([], [], [], [], [], []);

    public bool HasRequest => RequestSet.Length + RequestAdd.Length + RequestRemove.Length > 0;
    public bool HasResponse => ResponseSet.Length + ResponseAdd.Length + ResponseRemove.Length > 0;
}

public sealed record HeaderOperation(byte[] Name, byte[] Value);

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
