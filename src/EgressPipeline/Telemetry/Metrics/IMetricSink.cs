namespace EgressPipeline.Telemetry.Metrics;

/// <summary>Takes the samples of one collection: the text writer, the admin page and the OpenTelemetry bridge are such.</summary>
internal interface IMetricSink
{
    /// <summary>Starts a family; every sample until the next call belongs to it.</summary>
    void Begin(MetricFamily family);

    /// <summary>One sample of a counter or gauge.</summary>
    void Value(LabelSet labels, double value);

    /// <summary>One histogram.</summary>
    /// <param name="labels">Labels without <c>le</c>.</param>
    /// <param name="counts">Counts per bucket of <see cref="Buckets.UpperBounds"/>, not cumulated; the last one is +Inf.</param>
    /// <param name="sum">Sum of the recorded values in the family's unit.</param>
    void Histogram(LabelSet labels, ReadOnlySpan<long> counts, double sum);
}
