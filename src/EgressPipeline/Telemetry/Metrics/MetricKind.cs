namespace EgressPipeline.Telemetry.Metrics;

/// <summary>What a metric's values mean, as Prometheus names it.</summary>
internal enum MetricKind
{
    /// <summary>Only grows; starts at 0 with the process.</summary>
    Counter,
    /// <summary>The value now.</summary>
    Gauge,
    /// <summary>Counts by upper bound, with a sum.</summary>
    Histogram,
}
