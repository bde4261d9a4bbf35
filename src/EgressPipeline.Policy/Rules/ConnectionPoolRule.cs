using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Bounds on connections and requests; null = not written.</summary>
public sealed record ConnectionPoolRule(TcpPoolRule? Tcp, HttpPoolRule? Http, SourceRef Source);

/// <summary>connectionPool.tcp.</summary>
public sealed record TcpPoolRule
{
    public Located<int>? MaxConnections { get; init; }
    public Located<TimeSpan>? ConnectTimeout { get; init; }
    public Located<TimeSpan>? MaxConnectionDuration { get; init; }
    public Located<TimeSpan>? IdleTimeout { get; init; }
    public KeepaliveRule? Keepalive { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>connectionPool.tcp.tcpKeepalive.</summary>
public sealed record KeepaliveRule(Located<int>? Probes, Located<TimeSpan>? Time, Located<TimeSpan>? Interval, SourceRef Source);

/// <summary>connectionPool.http.</summary>
public sealed record HttpPoolRule
{
    public Located<int>? Http1MaxPendingRequests { get; init; }

    /// <summary>Bounds active requests of HTTP/1.1 too, in spite of its name.</summary>
    public Located<int>? Http2MaxRequests { get; init; }
    public Located<int>? MaxRequestsPerConnection { get; init; }
    public Located<int>? MaxRetries { get; init; }
    public Located<TimeSpan>? IdleTimeout { get; init; }
    public Located<string>? H2UpgradePolicy { get; init; }
    public bool UseClientProtocol { get; init; }
    public Located<int>? MaxConcurrentStreams { get; init; }
    public required SourceRef Source { get; init; }
}
