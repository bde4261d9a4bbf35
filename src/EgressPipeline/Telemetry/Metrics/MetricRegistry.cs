using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// The families of one sidecar in the order of their registration. Stages register gauges over their own state here, so that
/// nothing is counted twice and nothing is paid for between scrapes. Safe for concurrent use.
/// </summary>
internal sealed class MetricRegistry(Meter meter)
{
    private readonly ConcurrentQueue<MetricFamily> _families = new();
    private readonly ConcurrentDictionary<string, byte> _names = new(StringComparer.Ordinal);

    public void Add(MetricFamily family)
    {
        if (!_names.TryAdd(family.Name, 0))
            throw new InvalidOperationException($"the metric {family.Name} is registered twice");
        _families.Enqueue(family);
        if (family.Kind != MetricKind.Histogram)
            ObservedFamily.Publish(meter, family);
    }

    /// <summary>A gauge or counter that is read when somebody scrapes. The callback must not block or throw.</summary>
    public void Observe(string name, string help, MetricKind kind, Func<double> read) =>
        Add(new MetricFamily(name, help, kind, sink => sink.Value(LabelSet.Empty, read())));

    /// <summary>Several labelled samples that are read when somebody scrapes. The callback must not block or throw.</summary>
    public void Observe(string name, string help, MetricKind kind, Action<IMetricSink> collect) =>
        Add(new MetricFamily(name, help, kind, collect));

    public Counter AddCounter(string name, string help)
    {
        var slot = new Counter(LabelSet.Empty);
        Add(new MetricFamily(name, help, MetricKind.Counter, sink => sink.Value(slot.Labels, slot.Value)));
        return slot;
    }

    public EnumCounters<TReason> AddCounters<TReason>(string name, string label, string help, MetricKind kind = MetricKind.Counter)
        where TReason : unmanaged, Enum
    {
        var slots = new EnumCounters<TReason>(label);
        Add(new MetricFamily(name, help, kind, slots.Collect));
        return slots;
    }

    public void Collect(IMetricSink sink)
    {
        foreach (var family in _families)
            family.Collect(sink);
    }
}
