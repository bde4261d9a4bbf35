namespace EgressPipeline.TestKit;

/// <summary>Metrics of a filter that a test reads, by the names that the filter gave them. Keeps the host's rules for names and values.</summary>
public sealed class CollectedMetrics : FilterMetrics
{
    private readonly Dictionary<string, FilterCounter> _counters = [];
    private readonly Dictionary<string, LabelledCounter> _labelled = [];
    private readonly Dictionary<string, Func<double>> _gauges = [];

    /// <summary>A counter's value.</summary>
    /// <param name="name">As the filter spelled it.</param>
    public long this[string name] => _counters[name].Value;

    /// <summary>The value of one series of a counter with a label.</summary>
    /// <param name="name">As the filter spelled it.</param>
    /// <param name="value">The label's value.</param>
    public long this[string name, string value] => _labelled[name].All[value].Value;

    /// <summary>What a gauge shows now.</summary>
    /// <param name="name">As the filter spelled it.</param>
    public double Gauge(string name) => _gauges[name]();

    /// <inheritdoc />
    public override FilterCounter Counter(string name, string help)
    {
        CheckCounter(name);
        return _counters.TryGetValue(name, out var made) ? made : _counters[name] = new FilterCounter();
    }

    /// <inheritdoc />
    public override LabelledCounter Counter(string name, string help, string label, params ReadOnlySpan<string> values)
    {
        CheckCounter(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, MaxLabelValues, nameof(values));
        return _labelled.TryGetValue(name, out var made) ? made : _labelled[name] = new LabelledCounter(values);
    }

    /// <inheritdoc />
    public override void Gauge(string name, string help, Func<double> read)
    {
        CheckName(name);
        _gauges[name] = read;
    }

    /// <summary>Everything as a scraper sees it.</summary>
    public override string ToString() => string.Join('\n', _counters.Select(one => $"{one.Key} {one.Value.Value}")
        .Concat(_labelled.SelectMany(one => one.Value.All.Select(value => $"{one.Key}{{{value.Key}}} {value.Value.Value}")))
        .Concat(_gauges.Select(one => $"{one.Key} {one.Value()}")));

    private static void CheckCounter(string name)
    {
        CheckName(name);
        if (!name.EndsWith("_total", StringComparison.Ordinal))
            throw new ArgumentException($"the name of a counter ends in _total: '{name}'", nameof(name));
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            throw new ArgumentException($"the name of a metric has lower-case letters, digits and underscores: '{name}'", nameof(name));
    }
}
