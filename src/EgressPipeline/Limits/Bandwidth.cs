namespace EgressPipeline.Limits;

/// <summary>Bytes a second in the units of <see cref="LimitClock"/>.</summary>
/// <param name="BytesPerSecond">0 = no bound.</param>
internal readonly record struct Bandwidth(long BytesPerSecond)
{
    /// <summary>What passes at once after a pause: a tenth of a second's bytes, but at least this many.</summary>
    public const long LeastBurst = 16 * 1024;

    /// <summary>The largest piece whose units 64 bits hold; pieces are far smaller.</summary>
    private const long MaxPiece = long.MaxValue / LimitClock.UnitsPerSecond / 2;

    /// <summary>Seven years: more would only make sums overflow.</summary>
    private const long MaxCost = long.MaxValue / 4;

    public bool IsBounded => BytesPerSecond > 0;

    public long Depth => CostOf(Math.Max(LeastBurst, BytesPerSecond / 10));

    /// <summary>How long so many bytes take, rounded up.</summary>
    public long CostOf(long bytes) => bytes <= MaxPiece
        ? (bytes * LimitClock.UnitsPerSecond + BytesPerSecond - 1) / BytesPerSecond
        : (long)Math.Min(MaxCost, ((decimal)bytes * LimitClock.UnitsPerSecond + BytesPerSecond - 1) / BytesPerSecond);
}
