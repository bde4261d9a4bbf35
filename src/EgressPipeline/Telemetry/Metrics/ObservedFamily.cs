using System.Diagnostics.Metrics;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// Shows a family's slots as an observable instrument of <see cref="System.Diagnostics.Metrics"/>: OTLP exports what
/// Prometheus scrapes, and nothing is counted twice.
/// </summary>
internal sealed class ObservedFamily : IMetricSink
{
    private readonly List<Measurement<double>> _measurements = [];

    private ObservedFamily()
    {
    }

    /// <summary>Makes the instrument of a counter or gauge; the meter owns it.</summary>
    public static void Publish(Meter meter, MetricFamily family)
    {
        if (family.Kind == MetricKind.Counter)
            meter.CreateObservableCounter(family.Name, () => Read(family), null, family.Help);
        else
            meter.CreateObservableGauge(family.Name, () => Read(family), null, family.Help);
    }

    public void Begin(MetricFamily family)
    {
    }

    public void Value(LabelSet labels, double value) => _measurements.Add(new Measurement<double>(value, labels.Tags));

    public void Histogram(LabelSet labels, ReadOnlySpan<long> counts, double sum) =>
        throw new InvalidOperationException("histograms are recorded, not observed");

    private static List<Measurement<double>> Read(MetricFamily family)
    {
        var sink = new ObservedFamily();
        family.Collect(sink);
        return sink._measurements;
    }
}
