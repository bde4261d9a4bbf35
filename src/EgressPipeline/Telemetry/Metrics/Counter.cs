namespace EgressPipeline.Telemetry.Metrics;

/// <summary>One interlocked slot: counts up (a counter) or up and down (a gauge). Lock-free, 0 allocations.</summary>
internal sealed class Counter(LabelSet labels)
{
    private long _value;

    public LabelSet Labels { get; } = labels;

    public long Value => Volatile.Read(ref _value);

    public void Increment() => Interlocked.Increment(ref _value);

    /// <summary>Only for slots of gauges.</summary>
    public void Decrement() => Interlocked.Decrement(ref _value);

    public void Add(long amount) => Interlocked.Add(ref _value, amount);
}
