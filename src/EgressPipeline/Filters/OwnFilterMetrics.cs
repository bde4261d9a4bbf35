using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Filters;

/// <summary>Metrics that one filter makes itself. A name that was made before gives the same series again.</summary>
internal sealed class OwnFilterMetrics(string filter, MetricRegistry registry) : FilterMetrics
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, object> _made = new(StringComparer.Ordinal);
    private readonly string _prefix = "egress_filter_" + filter.Replace('-', '_') + "_";

    public override FilterCounter Counter(string name, string help)
    {
        Check(name, mustCount: true);
        return Get(name, () =>
        {
            var counter = new FilterCounter();
            registry.Observe(_prefix + name, help, MetricKind.Counter, () => counter.Value);
            return counter;
        });
    }

    public override LabelledCounter Counter(string name, string help, string label, params ReadOnlySpan<string> values)
    {
        Check(name, mustCount: true);
        Check(label, mustCount: false);
        if (values.Length > MaxLabelValues)
            throw new ArgumentException($"a label has at most {MaxLabelValues} values", nameof(values));
        var all = values.ToArray();
        return Get(name, () =>
        {
            var counter = new LabelledCounter(all);
            var series = counter.All.Select(pair => (Labels: LabelSet.Of(label, pair.Key), Counter: pair.Value)).ToArray();
            registry.Observe(_prefix + name, help, MetricKind.Counter, sink =>
            {
                foreach (var one in series)
                    sink.Value(one.Labels, one.Counter.Value);
            });
            return counter;
        });
    }

    public override void Gauge(string name, string help, Func<double> read)
    {
        Check(name, mustCount: false);
        ArgumentNullException.ThrowIfNull(read);
        Get(name, () =>
        {
            var gauge = new Gauges();
            registry.Observe(_prefix + name, help, MetricKind.Gauge, gauge.Read);
            return gauge;
        }).Source = read;
    }

    private T Get<T>(string name, Func<T> make) where T : class
    {
        lock (_gate)
        {
            if (_made.TryGetValue(name, out var made))
                return made as T ?? throw new InvalidOperationException($"the metric '{name}' exists with another type");
            var one = make();
            _made.Add(name, one);
            return one;
        }
    }

    private static void Check(string name, bool mustCount)
    {
        var valid = name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && char.IsAsciiLetterLower(name[0]);
        if (!valid || mustCount != name.EndsWith("_total", StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' is no name of a metric: lower-case letters, digits and underscores; counters end in _total, others do not", nameof(name));
    }

    private sealed class Gauges
    {
        public Func<double> Source { get; set; } = static () => 0;

        // The callback is a filter's: it must not break the page.
        public double Read()
        {
            try
            {
                return Source();
            }
            catch (Exception)
            {
                return double.NaN;
            }
        }
    }
}
