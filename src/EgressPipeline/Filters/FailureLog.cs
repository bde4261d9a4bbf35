namespace EgressPipeline.Filters;

/// <summary>Says of every kind of failure once at once, and then once a minute how many more there were. Lock-free.</summary>
internal sealed class FailureLog(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly long[] _next = new long[Enum.GetValues<FilterFault>().Length];
    private readonly long[] _since = new long[Enum.GetValues<FilterFault>().Length];

    /// <summary>True when this one is to be logged.</summary>
    /// <param name="fault">The kind.</param>
    /// <param name="since">How many were not logged since the last one that was.</param>
    public bool MayLog(FilterFault fault, out long since)
    {
        var now = time.GetTimestamp();
        var next = Volatile.Read(ref _next[(int)fault]);
        since = 0;
        if (next != 0 && now < next)
        {
            Interlocked.Increment(ref _since[(int)fault]);
            return false;
        }
        if (Interlocked.CompareExchange(ref _next[(int)fault], now + (long)(Interval.TotalSeconds * time.TimestampFrequency), next) != next)
            return false;
        since = Interlocked.Exchange(ref _since[(int)fault], 0);
        return true;
    }
}
