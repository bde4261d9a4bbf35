using EgressPipeline.Telemetry.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EgressPipeline.Telemetry;

/// <summary>
/// Sends metrics and spans to an OTLP collector. Exists only while an endpoint is set: without it nobody listens, and
/// recording costs nothing more. The rest is set by OpenTelemetry's own environment variables (protocol, headers, intervals).
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>Share of traces that start here (whose caller has none) and are recorded; Istio's default.</summary>
    private const double RootSampling = 0.01;

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _spans;

    private OtlpExport(Uri endpoint, WorkloadLabels workload)
    {
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => Describe(resource, workload))
            .AddMeter(EgressMetrics.MeterName)
            .AddOtlpExporter((exporter, _) => exporter.Endpoint = endpoint)
            .Build();
        var spans = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => Describe(resource, workload))
            .AddSource(EgressMetrics.MeterName)
            .AddOtlpExporter(exporter => exporter.Endpoint = endpoint);
        // The caller's decision counts; ours is only asked for where there is none.
        if (Environment.GetEnvironmentVariable("OTEL_TRACES_SAMPLER") is null)
            spans.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(RootSampling)));
        _spans = spans.Build();
    }

    /// <summary>Starts exporting, or returns null when there is no endpoint.</summary>
    public static OtlpExport? Start(Uri? endpoint, WorkloadLabels workload) => endpoint is null ? null : new OtlpExport(endpoint, workload);

    /// <summary>Sends what waits, within a bound, and stops.</summary>
    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
    }

    private static void Describe(ResourceBuilder resource, WorkloadLabels workload) => resource
        .AddService("egress-pipeline", workload.Namespace, ProcessMetrics.Version)
        .AddAttributes([new("workload.name", workload.Workload), new("workload.principal", workload.Principal)])
        .AddEnvironmentVariableDetector();
}
