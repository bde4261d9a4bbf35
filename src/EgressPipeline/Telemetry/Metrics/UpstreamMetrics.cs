using EgressPipeline.Pipeline;
using EgressPipeline.Upstream;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// The upstream side's own counters and the present state of all clusters, as metrics. Sums only: one series per cluster
/// would be thousands; the admin page has the single ones.
/// </summary>
internal static class UpstreamMetrics
{
    public static void Register(MetricRegistry registry, UpstreamCounters counters, SnapshotSource snapshots)
    {
        registry.Observe("egress_upstream_connections_total", "Upstream connections established.", MetricKind.Counter, () => counters.Connections);
        registry.Observe("egress_upstream_connect_failures_total", "Upstream connects that failed or took too long.", MetricKind.Counter, () => counters.ConnectFailures);
        registry.Observe("egress_upstream_tls_failures_total", "Upstream TLS handshakes that failed.", MetricKind.Counter, () => counters.TlsFailures);
        registry.Observe("egress_upstream_overflows_total", "Calls refused by a cluster's bounds.", MetricKind.Counter, () => counters.Overflows);
        registry.Observe("egress_upstream_idle_closed_total", "Idle upstream connections that the far side closed.", MetricKind.Counter, () => counters.IdleClosedByPeer);
        registry.Observe("egress_upstream_poisoned_total", "Upstream connections dropped because the far side spoke unasked.", MetricKind.Counter, () => counters.Poisoned);
        registry.Observe("egress_outlier_ejections_total", "Endpoints that outlier detection took out.", MetricKind.Counter, () => counters.Ejections);
        registry.Observe("egress_outlier_overflows_total", "Endpoints that outlier detection left in because too many were out.", MetricKind.Counter, () => counters.EjectionOverflows);
        RegisterState(registry, snapshots);
    }

    private static void RegisterState(MetricRegistry registry, SnapshotSource snapshots)
    {
        registry.Observe("egress_upstream_connections_open", "Upstream connections open or being opened.", MetricKind.Gauge, () => Sum(snapshots, static cluster => cluster.Connections.Open));
        registry.Observe("egress_upstream_requests_active", "Calls under way.", MetricKind.Gauge, () => Sum(snapshots, static cluster => cluster.ActiveRequests));
        registry.Observe("egress_upstream_connections_idle", "Upstream connections that wait for a call.", MetricKind.Gauge, () => Sum(snapshots, static cluster => cluster.Endpoints().Sum(static endpoint => endpoint.Pool.IdleCount)));
        registry.Observe("egress_endpoints", "Endpoints known now.", MetricKind.Gauge, () => Sum(snapshots, static cluster => cluster.Endpoints().Count));
        registry.Observe("egress_endpoints_ejected", "Endpoints that outlier detection keeps out now.", MetricKind.Gauge, () => Sum(snapshots, static cluster => cluster.Endpoints().Count(static endpoint => endpoint.IsEjected)));
    }

    private static double Sum(SnapshotSource snapshots, Func<Clusters.ClusterState, int> read) =>
        snapshots.IsPublished ? snapshots.Current.Clusters.All.Sum(read) : 0;
}
