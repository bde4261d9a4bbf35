using System.Diagnostics;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Tests.Telemetry;

/// <summary>Listens for this product's spans with a parent-based sampler, as an exporter does.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly ActivityListener _listener;

    public SpanCollector()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == EgressMetrics.MeterName,
            Sample = static (ref options) => options.Parent.TraceId == default || options.Parent.TraceFlags == ActivityTraceFlags.Recorded
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.PropagationData,
            ActivityStopped = Stopped.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public List<Activity> Stopped { get; } = [];

    public void Dispose() => _listener.Dispose();
}
