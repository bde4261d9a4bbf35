namespace RateLimit;

/// <summary>What a limit says about one call.</summary>
/// <param name="Verdict">Whether the call may pass.</param>
/// <param name="Remaining">Permits left, or -1 when that was not asked or is not known.</param>
/// <param name="RetryAfter">When it is worth trying again; zero when unknown.</param>
/// <param name="Lease">Disposed when the call is over; null where nothing is given back.</param>
internal readonly record struct LimitOutcome(LimitVerdict Verdict, long Remaining, TimeSpan RetryAfter, IDisposable? Lease)
{
    public static LimitOutcome Unavailable => new(LimitVerdict.Unavailable, -1, default, null);

    public static LimitOutcome Passed(long remaining, IDisposable? lease) => new(LimitVerdict.Passed, remaining, default, lease);

    public static LimitOutcome Over(TimeSpan retryAfter) => new(LimitVerdict.Over, 0, retryAfter, null);
}
