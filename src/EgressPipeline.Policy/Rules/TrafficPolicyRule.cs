using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Settings of a host, a subset, or (with <see cref="Port"/>) one port. Each block replaces the outer one whole.</summary>
public sealed record TrafficPolicyRule
{
    /// <summary>Only in <see cref="PortLevelSettings"/>.</summary>
    public Located<int>? Port { get; init; }
    public LoadBalancerRule? LoadBalancer { get; init; }
    public ConnectionPoolRule? ConnectionPool { get; init; }
    public OutlierDetectionRule? OutlierDetection { get; init; }
    public ClientTlsRule? Tls { get; init; }
    public TrafficPolicyRule[] PortLevelSettings { get; init; } = [];
    public TunnelRule? Tunnel { get; init; }
    public RetryBudgetRule? RetryBudget { get; init; }
    public ProxyProtocolRule? ProxyProtocol { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>Tell the endpoint who called; without a version V1.</summary>
public sealed record ProxyProtocolRule(Located<string>? Version, SourceRef Source);

/// <summary>Reach the endpoint through an HTTP proxy.</summary>
public sealed record TunnelRule(Located<string>? Protocol, Located<string>? TargetHost, Located<int>? TargetPort, SourceRef Source);

/// <summary>How many retries may run at once, as a share of the active requests.</summary>
public sealed record RetryBudgetRule(Located<double>? Percent, Located<int>? MinRetryConcurrency, Located<TimeSpan>? Interval, SourceRef Source);
