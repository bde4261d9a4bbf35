using Microsoft.Extensions.Logging;

namespace EgressPipeline.Filters;

/// <summary>What filters are made of. Safe for concurrent use.</summary>
internal sealed record FilterServices(ILoggerFactory LoggerFactory, FilterMetricsSource Metrics, TimeProvider Time, FilterWatchdog Watchdog);
