using EgressPipeline.Telemetry.Metrics;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Filters;

/// <summary>What filters are made of. Safe for concurrent use.</summary>
internal sealed record FilterServices(ILoggerFactory LoggerFactory, FilterMetricsSource Metrics, TimeProvider Time, FilterWatchdog Watchdog)
{
    /// <summary>Shared by the breakers of all filters.</summary>
    public BreakerAlarm Alarm { get; } = new();

    public static FilterServices Create(ILoggerFactory loggers, MetricRegistry registry, TimeSpan stall, TimeProvider time)
    {
        var metrics = new FilterMetricsSource(registry);
        return new FilterServices(loggers, metrics, time, new FilterWatchdog(metrics, stall, time));
    }
}
