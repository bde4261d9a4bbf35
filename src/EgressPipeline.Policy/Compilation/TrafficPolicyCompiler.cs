using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Turns the blocks of a traffic policy into plans, defaults filled in.</summary>
internal static class TrafficPolicyCompiler
{
    public static LoadBalancing LoadBalancing(LoadBalancerRule? rule) => rule switch
    {
        { ConsistentHash.Maglev: not null } => Plan.LoadBalancing.Maglev,
        { ConsistentHash: not null } => Plan.LoadBalancing.RingHash,
        _ => Simple(rule?.Simple?.Value),
    };

    private static LoadBalancing Simple(SimpleLoadBalancer? simple) => simple switch
    {
        SimpleLoadBalancer.Random => Plan.LoadBalancing.Random,
        SimpleLoadBalancer.RoundRobin => Plan.LoadBalancing.RoundRobin,
        SimpleLoadBalancer.Passthrough => Plan.LoadBalancing.Passthrough,
        _ => Plan.LoadBalancing.LeastRequest,
    };

    /// <summary>Other balancers have no slow start, in Envoy neither; validation has warned.</summary>
    public static WarmupPlan? Warmup(LoadBalancerRule? rule)
    {
        if (LoadBalancing(rule) is not (Plan.LoadBalancing.LeastRequest or Plan.LoadBalancing.RoundRobin) || rule?.Warmup is not { Duration: { } duration } warmup)
            return null;
        return new WarmupPlan(
            duration.Value,
            warmup.MinimumPercent?.Value ?? WarmupPlan.DefaultMinimumPercent,
            warmup.Aggression?.Value ?? WarmupPlan.DefaultAggression);
    }

    public static ProxyProtocol ProxyProtocol(ProxyProtocolRule? rule)
    {
        if (rule is null)
            return Plan.ProxyProtocol.None;
        return rule.Version?.Value == "V2" ? Plan.ProxyProtocol.V2 : Plan.ProxyProtocol.V1;
    }

    public static TunnelPlan? Tunnel(TunnelRule? rule, string authorizationFile) =>
        rule is { TargetHost: { } host, TargetPort: { } port } ? new TunnelPlan(host.Value, port.Value, authorizationFile) : null;

    public static TlsPlan Tls(ClientTlsRule? rule, ServiceEntryRule entry)
    {
        var mode = rule?.Mode?.Value ?? TlsMode.Disable;
        if (rule is null || mode == TlsMode.Disable)
            return TlsPlan.None;
        return new TlsPlan
        {
            Mode = mode,
            Sni = rule.Sni.TextOrEmpty(),
            // Names in the DestinationRule override those of the ServiceEntry.
            SubjectAltNames = (rule.SubjectAltNames.Length > 0 ? rule.SubjectAltNames : entry.SubjectAltNames).Texts(),
            CaCertificates = rule.CaCertificates.TextOrEmpty(),
            ClientCertificate = rule.ClientCertificate.TextOrEmpty(),
            PrivateKey = rule.PrivateKey.TextOrEmpty(),
            CaCrl = rule.CaCrl.TextOrEmpty(),
            InsecureSkipVerify = rule.InsecureSkipVerify,
        };
    }

    public static ConnectionPoolPlan Pool(ConnectionPoolRule? rule, RetryBudgetRule? budget)
    {
        // One for all clusters that set nothing: there may be tens of thousands.
        if (rule is null && budget is null)
            return ConnectionPoolPlan.Default;
        var plan = new ConnectionPoolPlan { RetryBudget = RetryBudget(budget) };
        if (rule?.Tcp is { } tcp)
            plan = plan with
            {
                MaxConnections = tcp.MaxConnections.NumberOrZero(),
                ConnectTimeout = tcp.ConnectTimeout.DurationOrZero(),
                MaxConnectionDuration = tcp.MaxConnectionDuration.DurationOrZero(),
                IdleTimeout = tcp.IdleTimeout.DurationOrZero(),
                Keepalive = tcp.Keepalive is { } keepalive
                    ? new TcpKeepalivePlan(keepalive.Probes.NumberOrZero(), keepalive.Time.DurationOrZero(), keepalive.Interval.DurationOrZero())
                    : null,
            };
        if (rule?.Http is { } http)
            plan = plan with
            {
                MaxPendingRequests = http.Http1MaxPendingRequests.NumberOrZero(),
                MaxRequests = http.Http2MaxRequests.NumberOrZero(),
                MaxRequestsPerConnection = http.MaxRequestsPerConnection.NumberOrZero(),
                MaxRetries = http.MaxRetries.NumberOrZero(),
                // The pooled connections carry requests, so the HTTP bound is the nearer one.
                IdleTimeout = OrDefault(http.IdleTimeout, plan.IdleTimeout),
            };
        return plan;
    }

    public static OutlierPlan? Outlier(OutlierDetectionRule? rule, SuccessRatePlan? successRate)
    {
        if (rule is null)
            return null;
        var defaults = new OutlierPlan();
        return new OutlierPlan
        {
            Consecutive5xx = rule.Consecutive5xxErrors?.Value ?? defaults.Consecutive5xx,
            ConsecutiveGateway = (rule.ConsecutiveGatewayErrors ?? rule.ConsecutiveErrors).NumberOrZero(),
            SplitLocalOrigin = rule.SplitExternalLocalOriginErrors,
            ConsecutiveLocalOrigin = rule.ConsecutiveLocalOriginFailures?.Value ?? defaults.ConsecutiveLocalOrigin,
            Interval = OrDefault(rule.Interval, defaults.Interval),
            BaseEjectionTime = OrDefault(rule.BaseEjectionTime, defaults.BaseEjectionTime),
            // As a protobuf number cannot tell 0 from unset, Istio takes 0 as unset.
            MaxEjectionPercent = rule.MaxEjectionPercent is { Value: > 0 } percent ? percent.Value : defaults.MaxEjectionPercent,
            MinHealthPercent = rule.MinHealthPercent.NumberOrZero(),
            ErrorCodes = [.. rule.HttpErrorCodes.Select(code => code.Value).Distinct().OrderBy(code => code)],
            SuccessRate = successRate,
        };
    }

    private static RetryBudgetPlan? RetryBudget(RetryBudgetRule? rule) =>
        rule is null ? null : new RetryBudgetPlan(rule.Percent?.Value ?? 20, rule.MinRetryConcurrency?.Value ?? 3, rule.Interval.DurationOrZero());

    private static TimeSpan OrDefault(Located<TimeSpan>? value, TimeSpan fallback) =>
        value is { } written && written.Value > TimeSpan.Zero ? written.Value : fallback;
}
