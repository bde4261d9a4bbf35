using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Limits;

/// <summary>What is counted for the limits of the plan in force, as metrics: one series a limit and bound, none a principal.</summary>
internal static class LimitMetrics
{
    public static void Register(MetricRegistry registry, SnapshotSource snapshots)
    {
        Observe(registry, snapshots, "egress_limit_passed_total", "Calls that counted for a limit and passed it.", MetricKind.Counter, static (sink, rule) => sink.Value(rule.State.Labels, rule.State.Passed.Value));
        Observe(registry, snapshots, "egress_limit_refused_total", "Calls refused or ended by a limit, by bound.", MetricKind.Counter, static (sink, rule) => rule.State.Refused.Collect(sink));
        Observe(registry, snapshots, "egress_limit_would_refuse_total", "Calls that a limit in mode report would have refused, by bound.", MetricKind.Counter, static (sink, rule) => rule.State.WouldRefuse.Collect(sink));
        Observe(registry, snapshots, "egress_limit_slowed_milliseconds_total", "Time that pieces of bodies and relays waited for bandwidth.", MetricKind.Counter, static (sink, rule) => sink.Value(rule.State.Labels, rule.State.SlowedMilliseconds.Value));
        Observe(registry, snapshots, "egress_limit_active", "Calls under way that count for a limit.", MetricKind.Gauge, static (sink, rule) => sink.Value(rule.State.Labels, LimitTotals.Calls(rule)));
        Observe(registry, snapshots, "egress_limit_day_bytes", "Bytes of today in UTC that count for a limit with bytesPerDay.", MetricKind.Gauge, (sink, rule) => sink.Value(rule.State.Labels, LimitTotals.Bytes(rule, snapshots.Current.Limits.Clock.Day)));
        Observe(registry, snapshots, "egress_limit_adaptive_concurrency", "Requests at once that adaptiveConcurrency lets through now.", MetricKind.Gauge, static (sink, rule) => Gradient(sink, rule, static gradient => gradient.Limit));
        Observe(registry, snapshots, "egress_limit_adaptive_min_rtt_milliseconds", "The best time that adaptiveConcurrency compares with.", MetricKind.Gauge, static (sink, rule) => Gradient(sink, rule, static gradient => gradient.MinRtt / 1000));
        Observe(registry, snapshots, "egress_limit_principals", "Principals with an allowance of their own.", MetricKind.Gauge, static (sink, rule) => sink.Value(rule.State.Labels, rule.State.Principals.Count));
        Observe(registry, snapshots, "egress_limit_principals_overflowed_total", "Calls of principals that share an allowance because the limit has too many.", MetricKind.Counter, static (sink, rule) => sink.Value(rule.State.Labels, rule.State.Principals.Overflowed));
    }

    private static void Gradient(IMetricSink sink, LimitRule rule, Func<Gradient, double> read)
    {
        if (rule.State.Gradient is { } gradient)
            sink.Value(rule.State.Labels, read(gradient));
    }

    private static void Observe(MetricRegistry registry, SnapshotSource snapshots, string name, string help, MetricKind kind, Action<IMetricSink, LimitRule> collect) =>
        registry.Observe(name, help, kind, sink =>
        {
            if (!snapshots.IsPublished)
                return;
            foreach (var rule in snapshots.Current.Limits.All)
                collect(sink, rule);
        });
}
