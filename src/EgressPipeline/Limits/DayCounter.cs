namespace EgressPipeline.Limits;

/// <summary>
/// The bytes of a day: day and bytes in one number, so that both change together. Another day begins at 0, an earlier one too: after a
/// clock that was set wrong the count goes on with the right day. Lock-free, 0 allocations.
/// </summary>
internal sealed class DayCounter
{
    /// <summary>The most that a day holds.</summary>
    public const long MaxBytes = (1L << ByteBits) - 1;

    private const int ByteBits = 50;
    private const int DayMask = (1 << (63 - ByteBits)) - 1;

    private long _state;

    /// <summary>Bytes counted on a day.</summary>
    public long On(int day) => Bytes(Volatile.Read(ref _state), day);

    /// <summary>Counts bytes that stay within the limit. Otherwise the rest of the day counts as used, so that nothing more is begun.</summary>
    /// <param name="day">Number of the day.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="limit">Of the day, below 2^50.</param>
    public bool TryAdd(int day, long bytes, long limit)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var used = Bytes(state, day);
            var fits = bytes <= limit - used;
            var next = (long)(day & DayMask) << ByteBits | (fits ? used + bytes : Math.Max(used, limit));
            if (Interlocked.CompareExchange(ref _state, next, state) == state)
                return fits;
        }
    }

    private static long Bytes(long state, int day) => state >> ByteBits == (day & DayMask) ? state & MaxBytes : 0;
}
