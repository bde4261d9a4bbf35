using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of a trafficPolicy and its blocks.</summary>
internal static class TrafficPolicyValidator
{
    private const string UpgradePolicy = "UPGRADE";

    public static void Validate(TrafficPolicyRule? policy, string what, DiagnosticBag bag)
    {
        if (policy is null)
            return;
        var hasMore = policy.PortLevelSettings.Length > 0 || policy.Tunnel is not null || policy.ProxyProtocol is not null || policy.RetryBudget is not null;
        if (!HasBlock(policy) && !hasMore)
            bag.Report(DestinationRuleDiagnostics.EmptyPolicy, policy.Source, what);
        CheckBlocks(policy, bag);
        CheckPorts(policy, bag);
        if (policy.Tunnel is { } tunnel)
            CheckTunnel(tunnel, bag);
    }

    private static bool HasBlock(TrafficPolicyRule policy) =>
        policy.LoadBalancer is not null || policy.ConnectionPool is not null || policy.OutlierDetection is not null || policy.Tls is not null;

    private static void CheckBlocks(TrafficPolicyRule policy, DiagnosticBag bag)
    {
        if (policy.ConnectionPool is { } pool)
            CheckPool(pool, bag);
        if (policy.OutlierDetection is { } outlier)
            CheckOutlier(outlier, bag);
        if (policy.LoadBalancer is { } balancer)
            LoadBalancerValidator.Validate(balancer, policy.OutlierDetection, bag);
        if (policy.Tls is { } tls)
            ClientTlsValidator.Validate(tls, bag);
    }

    private static void CheckPorts(TrafficPolicyRule policy, DiagnosticBag bag)
    {
        var seen = new Dictionary<int, SourceRef>();
        foreach (var settings in policy.PortLevelSettings)
        {
            if (!HasBlock(settings))
                bag.Report(DestinationRuleDiagnostics.EmptyPolicy, settings.Source, "portLevelSettings");
            CheckBlocks(settings, bag);
            if (settings.Port is not { } port)
                bag.Report(DestinationRuleDiagnostics.PortMissing, settings.Source);
            else if (seen.TryGetValue(port.Value, out var first))
                bag.Report(DestinationRuleDiagnostics.DuplicatePort, port.Source, port.Value, first.Line);
            else
            {
                seen.Add(port.Value, port.Source);
                WarnOfDropped(policy, settings, port, bag);
            }
        }
    }

    private static void WarnOfDropped(TrafficPolicyRule policy, TrafficPolicyRule settings, Located<int> port, DiagnosticBag bag)
    {
        var dropped = new List<string>();
        if (policy.LoadBalancer is not null && settings.LoadBalancer is null)
            dropped.Add("loadBalancer");
        if (policy.ConnectionPool is not null && settings.ConnectionPool is null)
            dropped.Add("connectionPool");
        if (policy.OutlierDetection is not null && settings.OutlierDetection is null)
            dropped.Add("outlierDetection");
        if (policy.Tls is not null && settings.Tls is null)
            dropped.Add("tls");
        if (dropped.Count > 0)
            bag.Report(DestinationRuleDiagnostics.DroppedByPort, port.Source, port.Value, string.Join(", ", dropped));
    }

    private static void CheckPool(ConnectionPoolRule pool, DiagnosticBag bag)
    {
        if (pool.Tcp is null && pool.Http is null)
            bag.Report(DestinationRuleDiagnostics.EmptyPolicy, pool.Source, "connectionPool");
        if (pool.Http is { UseClientProtocol: true, H2UpgradePolicy: { Value: UpgradePolicy } upgrade })
            bag.Report(BindingDiagnostics.Exclusive, upgrade.Source, "h2UpgradePolicy UPGRADE, useClientProtocol", "connectionPool.http");
    }

    private static void CheckOutlier(OutlierDetectionRule outlier, DiagnosticBag bag)
    {
        if (outlier.ConsecutiveLocalOriginFailures is { Value: > 0 } local && !outlier.SplitExternalLocalOriginErrors)
            bag.Report(DestinationRuleDiagnostics.BadOutlier, local.Source, "consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors");
        if (outlier.ConsecutiveErrors is { } older)
            bag.Report(DestinationRuleDiagnostics.DeprecatedErrors, older.Source, outlier.ConsecutiveGatewayErrors is null ? "" : ", which is set as well and goes first");
        if ((outlier.ConsecutiveGatewayErrors ?? outlier.ConsecutiveErrors) is { Value: > 0 } gateway)
        {
            var serverErrors = outlier.Consecutive5xxErrors?.Value ?? 5;
            if (serverErrors > 0 && gateway.Value >= serverErrors)
                bag.Report(DestinationRuleDiagnostics.GatewayNotBelow5xx, gateway.Source, gateway.Value, serverErrors);
        }
    }

    private static void CheckTunnel(TunnelRule tunnel, DiagnosticBag bag)
    {
        if (tunnel.Protocol is { Value.Length: > 0 } protocol && protocol.Value is not ("CONNECT" or "POST"))
            bag.Report(DestinationRuleDiagnostics.BadTunnel, protocol.Source, "protocol '" + protocol.Value + "' is neither CONNECT nor POST");
        else if (tunnel.Protocol is { Value: "POST" } post)
            bag.Report(BindingDiagnostics.NotImplemented, post.Source, "a tunnel by POST, which only Envoy answers: proxies take CONNECT; it");
        if (tunnel.TargetHost is { } host && !DnsNames.IsFullyQualified(host.Value) && !HostChecks.IsAddress(host.Value))
            bag.Report(DestinationRuleDiagnostics.BadTunnel, host.Source, "'" + host.Value + "' is neither a host nor an address");
    }
}
