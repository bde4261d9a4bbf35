namespace EgressPipeline.Telemetry.Metrics;

/// <summary>Which policies are in force and since when, as metrics.</summary>
internal sealed class PolicyMetrics
{
    private volatile LabelSet? _hash;
    private long _publishedSeconds;
    private long _readSeconds;

    public PolicyMetrics(MetricRegistry registry)
    {
        registry.Observe("egress_policy_info", "Always 1; the label is the hash of the policies in force.", MetricKind.Gauge, CollectHash);
        registry.Observe("egress_policy_published_timestamp_seconds", "When the policies in force were published, Unix time.", MetricKind.Gauge, () => Volatile.Read(ref _publishedSeconds));
        registry.Observe("egress_policy_last_reload_timestamp_seconds", "When policies were last read, good or bad, Unix time.", MetricKind.Gauge, () => Volatile.Read(ref _readSeconds));
    }

    public void Published(string hash, DateTimeOffset at)
    {
        Volatile.Write(ref _publishedSeconds, at.ToUnixTimeSeconds());
        Read(at);
        _hash = LabelSet.Of("hash", hash);
    }

    public void Read(DateTimeOffset at) => Volatile.Write(ref _readSeconds, at.ToUnixTimeSeconds());

    private void CollectHash(IMetricSink sink)
    {
        if (_hash is { } labels)
            sink.Value(labels, 1);
    }
}
