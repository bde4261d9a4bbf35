namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// What is counted for one destination and outcome: three histograms in one array. The number of requests is the number of
/// durations, so it needs no slot of its own.
/// </summary>
internal sealed class RequestSlot(LabelSet labels)
{
    // Per histogram: the buckets, then the sum.
    private readonly long[] _cells = new long[3 * (Buckets.Count + 1)];

    public LabelSet Labels { get; } = labels;

    public long Requests
    {
        get
        {
            var total = 0L;
            foreach (var count in Counts(Part.Duration))
                total += count;
            return total;
        }
    }

    public void Record(long requestBytes, long responseBytes, long microseconds)
    {
        var cells = _cells;
        Record(cells, Part.Duration, Buckets.Durations, microseconds);
        Record(cells, Part.RequestBytes, Buckets.Bytes, requestBytes);
        Record(cells, Part.ResponseBytes, Buckets.Bytes, responseBytes);
    }

    /// <summary>Writes one of the histograms. Not a consistent cut: a record in progress may show in one cell and not yet in another.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="part">Which one.</param>
    /// <param name="unit">Recorded units per exported unit: 1000 for microseconds exported as milliseconds.</param>
    public void WriteTo(IMetricSink sink, Part part, int unit)
    {
        Span<long> counts = stackalloc long[Buckets.Count];
        Counts(part).CopyTo(counts);
        sink.Histogram(Labels, counts, (double)Volatile.Read(ref _cells[Offset(part) + Buckets.Count]) / unit);
    }

    private ReadOnlySpan<long> Counts(Part part) => _cells.AsSpan(Offset(part), Buckets.Count);

    private static void Record(long[] cells, Part part, Buckets buckets, long value)
    {
        value = Math.Max(value, 0);
        var offset = Offset(part);
        Interlocked.Increment(ref cells[offset + buckets.IndexOf(value)]);
        Interlocked.Add(ref cells[offset + Buckets.Count], value);
    }

    private static int Offset(Part part) => (int)part * (Buckets.Count + 1);

    /// <summary>The histograms of a slot.</summary>
    internal enum Part
    {
        Duration,
        RequestBytes,
        ResponseBytes,
    }
}
