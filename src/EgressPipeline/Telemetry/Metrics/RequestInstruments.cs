using System.Diagnostics.Metrics;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// The histograms as <see cref="Meter"/> instruments. Histograms cannot be observed from slots, so they are recorded once
/// more per request, but only while a listener (the OTLP exporter) is attached.
/// </summary>
internal sealed class RequestInstruments
{
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _requestBytes;
    private readonly Histogram<double> _responseBytes;

    public RequestInstruments(Meter meter)
    {
        _duration = Create(meter, IstioMetrics.Duration, "ms");
        _requestBytes = Create(meter, IstioMetrics.RequestBytes, "By");
        _responseBytes = Create(meter, IstioMetrics.ResponseBytes, "By");
    }

    public bool IsEnabled => _duration.Enabled;

    public void Record(RequestSlot slot, long requestBytes, long responseBytes, long microseconds)
    {
        var tags = slot.Labels.Tags;
        _duration.Record(microseconds / 1000.0, tags);
        _requestBytes.Record(requestBytes, tags);
        _responseBytes.Record(responseBytes, tags);
    }

    private static Histogram<double> Create(Meter meter, string name, string unit) =>
        meter.CreateHistogram(name, unit, null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.UpperBounds });
}
