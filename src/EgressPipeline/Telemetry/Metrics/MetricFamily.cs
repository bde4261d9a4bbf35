namespace EgressPipeline.Telemetry.Metrics;

/// <summary>All series of one metric name.</summary>
/// <param name="name">The full name; counters end in <c>_total</c> themselves.</param>
/// <param name="help">One sentence for people.</param>
/// <param name="kind">What the values mean.</param>
/// <param name="collect">Hands the present samples to a sink; called on the scraping thread, must not block.</param>
internal sealed class MetricFamily(string name, string help, MetricKind kind, Action<IMetricSink> collect)
{
    public string Name { get; } = name;

    public string Help { get; } = help;

    public MetricKind Kind { get; } = kind;

    public void Collect(IMetricSink sink)
    {
        sink.Begin(this);
        collect(sink);
    }
}
