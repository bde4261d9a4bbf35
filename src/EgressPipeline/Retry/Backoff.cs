namespace EgressPipeline.Retry;

/// <summary>Envoy's fully jittered exponential back-off: uniform below base · 2ⁿ, which is capped at ten times the base.</summary>
internal static class Backoff
{
    private const int CapFactor = 10;
    private const int MaxShift = 30;

    /// <summary>The bound below which the wait before a repetition is drawn.</summary>
    /// <param name="baseInterval">The policy's base.</param>
    /// <param name="cap">No bound exceeds this.</param>
    /// <param name="attempt">0 for the first repetition.</param>
    public static TimeSpan Bound(TimeSpan baseInterval, TimeSpan cap, int attempt)
    {
        var doubled = baseInterval.Ticks * (double)(1L << Math.Min(attempt, MaxShift));
        return doubled >= cap.Ticks ? cap : TimeSpan.FromTicks((long)doubled);
    }

    /// <summary>The wait before a repetition.</summary>
    public static TimeSpan Next(TimeSpan baseInterval, int attempt, Random random) =>
        Bound(baseInterval, baseInterval * CapFactor, attempt) * random.NextDouble();
}
