using System.Collections.Concurrent;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Filters;

/// <summary>The metrics about filters and those that filters make themselves. Kept over reloads. Safe for concurrent use.</summary>
internal sealed class FilterMetricsSource
{
    private readonly ConcurrentDictionary<string, FilterCounters> _counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OwnFilterMetrics> _own = new(StringComparer.Ordinal);
    private readonly MetricRegistry _registry;
    private readonly FilterThreads _threads = new();
    private int _numbers = -1;

    public FilterMetricsSource(MetricRegistry registry)
    {
        _registry = registry;
        registry.Observe("egress_filter_calls_total", "Phases of filters called.", MetricKind.Counter, sink =>
        {
            foreach (var counters in _counters.Values)
                sink.Value(counters.Labels, counters.Calls);
        });
        registry.Observe("egress_filter_stalls_total", "Calls of filters that held their thread longer than --filter-stall.", MetricKind.Counter, sink =>
        {
            foreach (var counters in _counters.Values)
                sink.Value(counters.Labels, counters.Stalls);
        });
        registry.Observe("egress_filter_errors_total", "Failures of filters by reason; each failed or passed its request as its failure mode says.", MetricKind.Counter, sink =>
        {
            foreach (var counters in _counters.Values)
                counters.CollectErrors(sink);
        });
        registry.Observe("egress_filter_duration_milliseconds", "Time of filter phases: all that had to wait, and every 64th of the others.", MetricKind.Histogram, sink =>
        {
            foreach (var counters in _counters.Values)
                counters.CollectDuration(sink);
        });
    }

    /// <summary>The record of this thread, which every call of a filter needs.</summary>
    public Occupancy Here => _threads.Here;

    /// <summary>The counters of a filter.</summary>
    public FilterCounters Of(string filter) => _counters.GetOrAdd(filter, static (name, self) => new FilterCounters(name, Interlocked.Increment(ref self._numbers), self._threads), this);

    /// <summary>Looks at what every thread is at.</summary>
    public void LookAtThreads(Action<Occupancy> look) => _threads.Look(look, Volatile.Read(ref _numbers) + 1);

    /// <summary>Where a filter makes metrics of its own.</summary>
    public FilterMetrics OwnOf(string filter) => _own.GetOrAdd(filter, static (name, registry) => new OwnFilterMetrics(name, registry), _registry);
}
