using System.Diagnostics;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Filters;

/// <summary>
/// What is counted about one filter, whatever its bindings. Calls are counted by each thread for itself; time is taken of every 64th call of
/// a thread and of all that do not complete at once. Safe for concurrent use.
/// </summary>
/// <param name="filter">Its name.</param>
/// <param name="number">Its number among all filters, from 0.</param>
/// <param name="threads">Who calls it.</param>
internal sealed class FilterCounters(string filter, int number, FilterThreads threads)
{
    private readonly long[] _durations = new long[Buckets.Count];
    private long _microseconds;
    private long _stalls;

    /// <summary>Which of all filters it is, from 0: where threads count its calls.</summary>
    public int Number => number;

    public LabelSet Labels { get; } = LabelSet.Of("filter", filter);

    public long Calls => threads.CallsOf(number);

    /// <summary>Calls that held their thread too long.</summary>
    public long Stalls => Volatile.Read(ref _stalls);

    public EnumCounters<FilterFault> Errors { get; } = new("reason");

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
