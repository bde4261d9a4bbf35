using System.Text.Json;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Admin;

/// <summary>Every metric as JSON, for people and scripts without Prometheus; histograms as count and sum only.</summary>
internal sealed class StatsWriter(Utf8JsonWriter json) : IMetricSink
{
    private bool _open;

    public void Begin(MetricFamily family)
    {
        End();
        json.WriteStartArray(family.Name);
        _open = true;
    }

    public void Value(LabelSet labels, double value)
    {
        json.WriteStartObject();
        WriteLabels(labels);
        // JSON has no NaN; it means "not known".
        if (double.IsFinite(value))
            json.WriteNumber("value", value);
        else
            json.WriteNull("value");
        json.WriteEndObject();
    }

    public void Histogram(LabelSet labels, ReadOnlySpan<long> counts, double sum)
    {
        var total = 0L;
        foreach (var count in counts)
            total += count;
        json.WriteStartObject();
        WriteLabels(labels);
        json.WriteNumber("count", total);
        json.WriteNumber("sum", sum);
        json.WriteEndObject();
    }

    /// <summary>Closes the last family.</summary>
    public void End()
    {
        if (_open)
            json.WriteEndArray();
        _open = false;
    }

    private void WriteLabels(LabelSet labels)
    {
        if (labels.Labels.IsEmpty)
            return;
        json.WriteStartObject("labels");
        foreach (var (name, value) in labels.Labels)
            json.WriteString(name, value);
        json.WriteEndObject();
    }
}
