using EgressPipeline;

namespace DataGuard.Tests.Support;

/// <summary>Counters that a test can read.</summary>
internal sealed class FakeMetrics : FilterMetrics
{
    private readonly Dictionary<string, FilterCounter> _plain = [];
    private readonly Dictionary<string, LabelledCounter> _labelled = [];

    public long this[string name] => _plain[name].Value;

    public long this[string name, string label] => _labelled[name][label].Value;

    public override FilterCounter Counter(string name, string help)
    {
        Assert.EndsWith("_total", name, StringComparison.Ordinal);
        return _plain[name] = new FilterCounter();
    }

    public override LabelledCounter Counter(string name, string help, string label, params ReadOnlySpan<string> values)
    {
        Assert.InRange(values.Length, 0, MaxLabelValues);
        return _labelled[name] = new LabelledCounter(values);
    }

    public override void Gauge(string name, string help, Func<double> read)
    {
    }
}
