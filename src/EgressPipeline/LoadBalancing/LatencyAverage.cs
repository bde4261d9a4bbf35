namespace EgressPipeline.LoadBalancing;

/// <summary>
/// How long an endpoint takes to answer: a moving average that jumps to every peak and forgets with time (Finagle's peak EWMA).
/// Safe for concurrent use without a lock: two answers at once may be weighed with each other's age, which is less than they differ by.
/// </summary>
internal sealed class LatencyAverage(TimeProvider time, TimeSpan decay)
{
    private readonly double _perTimestamp = -1 / (decay.TotalSeconds * time.TimestampFrequency);
    private double _ticks;
    private long _at;

    public TimeSpan Decay { get; } = decay;

    /// <summary>Whether anything was observed.</summary>
    public bool IsKnown => Volatile.Read(ref _ticks) > 0;

    /// <summary>An answer came, or was not worth waiting for any longer.</summary>
    public void Observe(TimeSpan latency)
    {
        var now = time.GetTimestamp();
        var sample = (double)Math.Max(1, latency.Ticks);
        var weight = Weight(now);
        double before, after;
        do
        {
            before = Volatile.Read(ref _ticks);
            after = sample > before ? sample : (before * weight) + (sample * (1 - weight));
        }
        while (Interlocked.CompareExchange(ref _ticks, after, before) != before);
        Volatile.Write(ref _at, now);
    }

    /// <summary>The average in ticks as far as it is not forgotten at a time of the clock's timestamps.</summary>
    public double At(long now) => Volatile.Read(ref _ticks) * Weight(now);

    private double Weight(long now) => Math.Exp(Math.Max(0, now - Volatile.Read(ref _at)) * _perTimestamp);
}
