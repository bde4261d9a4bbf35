using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// Prometheus' text format, version 0.0.4. A family without samples is left out. Why not the OpenTelemetry exporter:
/// docs/decisions/0010-prometheus-text.md.
/// </summary>
internal sealed class PrometheusWriter(IBufferWriter<byte> output) : IMetricSink
{
    /// <summary>The content type of what is written.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly byte[][] BucketLabels = [.. Buckets.UpperBounds.Select(bound => Encoding.ASCII.GetBytes($"le=\"{bound}\"")), "le=\"+Inf\""u8.ToArray()];

    private byte[] _name = [];
    private MetricFamily? _pending;

    public void Begin(MetricFamily family)
    {
        _pending = family;
        _name = Encoding.ASCII.GetBytes(family.Name);
    }

    public void Value(LabelSet labels, double value)
    {
        WriteHead();
        Sample(default, labels.Text, default, value);
    }

    public void Histogram(LabelSet labels, ReadOnlySpan<long> counts, double sum)
    {
        WriteHead();
        var cumulated = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            cumulated += counts[i];
            Sample("_bucket"u8, labels.Text, BucketLabels[i], cumulated);
        }
        Sample("_sum"u8, labels.Text, default, sum);
        Sample("_count"u8, labels.Text, default, cumulated);
    }

    private void WriteHead()
    {
        if (_pending is null)
            return;
        var help = _pending.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        Encoding.UTF8.GetBytes($"# HELP {_pending.Name} {help}\n# TYPE {_pending.Name} {KindName(_pending.Kind)}\n", output);
        _pending = null;
    }

    private void Sample(ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> bucket, double value)
    {
        output.Write(_name);
        output.Write(suffix);
        if (labels.Length + bucket.Length > 0)
        {
            output.Write("{"u8);
            output.Write(labels);
            if (labels.Length > 0 && bucket.Length > 0)
                output.Write(","u8);
            output.Write(bucket);
            output.Write("}"u8);
        }
        output.Write(" "u8);
        WriteNumber(value);
        output.Write("\n"u8);
    }

    private void WriteNumber(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            output.Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }
        var span = output.GetSpan(32);
        // Whole numbers without an exponent: easier to read, and what people grep for.
        _ = value == Math.Floor(value) && Math.Abs(value) < 1e15
            ? Utf8Formatter.TryFormat((long)value, span, out var written)
            : Utf8Formatter.TryFormat(value, span, out written);
        output.Advance(written);
    }

    private static string KindName(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        _ => "histogram",
    };
}
