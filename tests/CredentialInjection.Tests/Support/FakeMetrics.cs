using EgressPipeline;

namespace CredentialInjection.Tests.Support;

/// <summary>Metrics that a test reads.</summary>
internal sealed class FakeMetrics : FilterMetrics
{
    private readonly Dictionary<string, FilterCounter> _counters = [];
    private readonly Dictionary<string, LabelledCounter> _labelled = [];

    public override FilterCounter Counter(string name, string help) => _counters[name] = new FilterCounter();

    public override LabelledCounter Counter(string name, string help, string label, params ReadOnlySpan<string> values) => _labelled[name] = new LabelledCounter(values);

    public override void Gauge(string name, string help, Func<double> read)
    {
    }

    public long this[string name] => _counters[name].Value;

    public long this[string name, string value] => _labelled[name].All[value].Value;

    /// <summary>Everything as a scraper sees it.</summary>
    public override string ToString() => string.Join('\n', _counters.Select(one => $"{one.Key} {one.Value.Value}")
        .Concat(_labelled.SelectMany(one => one.Value.All.Select(value => $"{one.Key}{{{value.Key}}} {value.Value.Value}"))));
}
