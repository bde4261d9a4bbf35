using System.Diagnostics;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Filters;

/// <summary>
/// What is counted about one filter, whatever its bindings. One interlocked addition a call; time is taken of every 64th call and of all
/// that do not complete at once. Safe for concurrent use.
/// </summary>
internal sealed class FilterCounters(string filter)
{
    private const int SampleMask = 63;

    private readonly long[] _durations = new long[Buckets.Count];
    private long _calls;
    private long _microseconds;
    private long _stalls;

    public LabelSet Labels { get; } = LabelSet.Of("filter", filter);

    public long Calls => Volatile.Read(ref _calls);

    /// <summary>Calls that held their thread too long.</summary>
    public long Stalls => Volatile.Read(ref _stalls);

    public EnumCounters<FilterFault> Errors { get; } = new("reason");

    /// <summary>Counts a call.</summary>
    /// <returns>The time, when this one is to be timed; otherwise 0.</returns>
    public long Begin() => (Interlocked.Increment(ref _calls) & SampleMask) == 0 ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Records the time of a call.</summary>
    /// <param name="started">When it began.</param>
    public void End(long started)
    {
        var microseconds = (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        Interlocked.Increment(ref _durations[Buckets.Durations.IndexOf(microseconds)]);
        Interlocked.Add(ref _microseconds, microseconds);
    }

    public void Stalled() => Interlocked.Increment(ref _stalls);

    public void CollectDuration(IMetricSink sink) => sink.Histogram(Labels, _durations, _microseconds / 1000.0);

    public void CollectErrors(IMetricSink sink)
    {
        foreach (var fault in Enum.GetValues<FilterFault>())
            sink.Value(Labels.With(new KeyValuePair<string, string>("reason", SnakeCase.Of(fault.ToString()))), Errors[fault].Value);
    }
}
