using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Plan;

/// <summary>A set of equivalent endpoints with the settings for reaching them: one host, port and subset.</summary>
public sealed class ClusterPlan
{
    /// <summary>Position in <see cref="EgressPlan.Clusters"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Istio's name: <c>outbound|443|v1|api.example.com</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The declared host, possibly a wildcard.</summary>
    public required string Host { get; init; }

    /// <summary>True when the cluster is of one host, which is then the name that is called; false for a wildcard and for undeclared destinations.</summary>
    public bool IsExactHost => Host.Length > 0 && Host[0] != '*';
    public required string Subset { get; init; }
    public required int Port { get; init; }
    public required PortProtocol Protocol { get; init; }
    public required string Namespace { get; init; }

    /// <summary>True for location MESH_EXTERNAL (the default).</summary>
    public required bool External { get; init; }

    public required Resolution Resolution { get; init; }

    /// <summary>Declared endpoints (addresses or DNS names), already filtered by subset. For DNS without endpoints: the host itself.</summary>
    public required EndpointPlan[] Endpoints { get; init; }

    /// <summary>Private or otherwise guarded ranges this service may dial (declared addresses and the allowed-cidrs annotation).</summary>
    public required CidrSet AllowedRanges { get; init; }

    public required TlsPlan Tls { get; init; }
    public required LoadBalancing LoadBalancing { get; init; }

    /// <summary>Set exactly for <see cref="LoadBalancing.RingHash"/> and <see cref="LoadBalancing.Maglev"/>.</summary>
    public HashPlan? Hash { get; init; }

    /// <summary>How fast latencies are forgotten; more than zero exactly for <see cref="LoadBalancing.PeakEwma"/>.</summary>
    public TimeSpan LatencyDecay { get; init; }

    /// <summary>Slow start of new endpoints; only with <see cref="LoadBalancing.LeastRequest"/> and <see cref="LoadBalancing.RoundRobin"/>.</summary>
    public WarmupPlan? Warmup { get; init; }

    public required ConnectionPoolPlan Pool { get; init; }

    /// <summary>What connections begin with; other than None, each serves one call.</summary>
    public ProxyProtocol ProxyProtocol { get; init; }

    /// <summary>Set when the endpoints are proxies to what is called.</summary>
    public TunnelPlan? Tunnel { get; init; }

    /// <summary>Null when no outlier detection is configured.</summary>
    public required OutlierPlan? Outlier { get; init; }

    /// <summary>The ServiceEntry.</summary>
    public required RuleRef Service { get; init; }

    /// <summary>The DestinationRule that shaped the settings, or null.</summary>
    public required RuleRef? DestinationRule { get; init; }
}

/// <summary>A declared endpoint. <see cref="Address"/> is an IP literal, a DNS name, or empty for "the host that was called".</summary>
public sealed record EndpointPlan(string Address, int Port, int Weight, string Locality, Diagnostics.SourceRef Source)
{
    /// <summary>0 = is used first; the next ones take over, as far as endpoints before them are out.</summary>
    public int Priority { get; init; }

    /// <summary>Share of the endpoint's locality among those of its priority; 0 = localities have no shares.</summary>
    public int LocalityShare { get; init; }
}

/// <summary>How the upstream connection is secured.</summary>
public sealed record TlsPlan
{
    public static readonly TlsPlan None = new() { Mode = TlsMode.Disable };

    public required TlsMode Mode { get; init; }

    /// <summary>Server name to send; empty = the host that was called.</summary>
    public string Sni { get; init; } = "";

    /// <summary>Names of which the certificate must carry one; empty = it must match the SNI.</summary>
    public string[] SubjectAltNames { get; init; } = [];

    /// <summary>PEM file with the trusted roots; empty = the system's.</summary>
    public string CaCertificates { get; init; } = "";
    public string ClientCertificate { get; init; } = "";
    public string PrivateKey { get; init; } = "";

    /// <summary>PEM file with a revocation list, or empty.</summary>
    public string CaCrl { get; init; } = "";
    public bool InsecureSkipVerify { get; init; }
}

/// <summary>Bounds of one cluster's connections and requests; 0 = the field's unlimited unless said otherwise.</summary>
public sealed record ConnectionPoolPlan
{
    /// <summary>Nothing is set.</summary>
    public static readonly ConnectionPoolPlan Default = new();

    public int MaxConnections { get; init; }

    /// <summary>TCP and TLS together; zero = the host's default.</summary>
    public TimeSpan ConnectTimeout { get; init; }
    public TimeSpan MaxConnectionDuration { get; init; }

    /// <summary>Idle upstream connections are closed after this; zero = the host's default.</summary>
    public TimeSpan IdleTimeout { get; init; }
    public TcpKeepalivePlan? Keepalive { get; init; }
    public int MaxPendingRequests { get; init; }
    public int MaxRequests { get; init; }
    public int MaxRequestsPerConnection { get; init; }

    /// <summary>Retries outstanding at once; 0 = only the retry budget bounds them.</summary>
    public int MaxRetries { get; init; }

    /// <summary>Null = the product's default budget.</summary>
    public RetryBudgetPlan? RetryBudget { get; init; }
}

/// <summary>SO_KEEPALIVE settings; zero = the system's.</summary>
public sealed record TcpKeepalivePlan(int Probes, TimeSpan Time, TimeSpan Interval);
