namespace EgressPipeline.Limits;

/// <summary>
/// The clocks of limits: one that only goes forward, in units fine enough for a rate of 10 GB a second, and the days of UTC. Safe for
/// concurrent use.
/// </summary>
internal sealed class LimitClock(TimeProvider time)
{
    /// <summary>Units of <see cref="Now"/> in a second; a unit is 0.1 ns.</summary>
    public const long UnitsPerSecond = TimeSpan.TicksPerSecond * UnitsPerTick;

    private const long UnitsPerTick = 1000;
    private readonly long _start = time.GetTimestamp();

    /// <summary>Units since this clock was made: good for 29 years.</summary>
    public long Now => time.GetElapsedTime(_start).Ticks * UnitsPerTick;

    /// <summary>The number of the day in UTC.</summary>
    public int Day => (int)(time.GetUtcNow().UtcTicks / TimeSpan.TicksPerDay);

    /// <summary>Until the next day of UTC begins.</summary>
    public TimeSpan LeftOfDay => TimeSpan.FromTicks(TimeSpan.TicksPerDay - time.GetUtcNow().UtcTicks % TimeSpan.TicksPerDay);

    /// <summary>A duration in units, rounded up.</summary>
    public static long Units(TimeSpan duration) => duration.Ticks * UnitsPerTick;

    /// <summary>Units as a duration, rounded up.</summary>
    public static TimeSpan Duration(long units) => TimeSpan.FromTicks((units + UnitsPerTick - 1) / UnitsPerTick);

    /// <summary>Waits; ends early and quietly when cancelled.</summary>
    public async ValueTask WaitAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            // Timers count whole milliseconds: what is waited too long is had again, since the bucket fills meanwhile.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds)), time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller knows why.
        }
    }
}
