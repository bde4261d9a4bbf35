using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// The policy of one port and subset, by Istio's overlay rules: a subset replaces the rule's blocks one by one, whole; a
/// port-level setting replaces all four main blocks, so what it leaves out falls back to defaults, not to the outer level.
/// </summary>
internal sealed record TrafficPolicyOverlay
{
    public LoadBalancerRule? LoadBalancer { get; private init; }
    public ConnectionPoolRule? ConnectionPool { get; private init; }
    public OutlierDetectionRule? OutlierDetection { get; private init; }
    public ClientTlsRule? Tls { get; private init; }
    public RetryBudgetRule? RetryBudget { get; private init; }
    public ProxyProtocolRule? ProxyProtocol { get; private init; }
    public TunnelRule? Tunnel { get; private init; }

    public static TrafficPolicyOverlay For(TrafficPolicyRule? rule, TrafficPolicyRule? subset, int port) =>
        new TrafficPolicyOverlay().With(rule, port).With(subset, port);

    private TrafficPolicyOverlay With(TrafficPolicyRule? policy, int port)
    {
        if (policy is null)
            return this;
        var merged = this with
        {
            LoadBalancer = policy.LoadBalancer ?? LoadBalancer,
            ConnectionPool = policy.ConnectionPool ?? ConnectionPool,
            OutlierDetection = policy.OutlierDetection ?? OutlierDetection,
            Tls = policy.Tls ?? Tls,
            RetryBudget = policy.RetryBudget ?? RetryBudget,
            ProxyProtocol = policy.ProxyProtocol ?? ProxyProtocol,
            Tunnel = policy.Tunnel ?? Tunnel,
        };
        foreach (var level in policy.PortLevelSettings)
            if (level.Port?.Value == port)
                return merged with
                {
                    LoadBalancer = level.LoadBalancer,
                    ConnectionPool = level.ConnectionPool,
                    OutlierDetection = level.OutlierDetection,
                    Tls = level.Tls,
                    RetryBudget = level.RetryBudget ?? merged.RetryBudget,
                };
        return merged;
    }
}
