namespace EgressPipeline.Filters;

/// <summary>
/// How often one thread has called each filter. Its thread alone adds, with plain stores: an addition that all threads share would cost more
/// than an empty filter. Anybody reads, and sees what was, or what will be in a moment.
/// </summary>
internal sealed class CallCells
{
    private long[] _counts = new long[16];

    /// <summary>Adds one.</summary>
    /// <returns>The new count of this thread.</returns>
    public long Increment(int filter) => Add(filter, 1);

    public long Add(int filter, long calls)
    {
        if (filter >= _counts.Length)
            Array.Resize(ref _counts, filter * 2);
        var count = _counts[filter] + calls;
        Volatile.Write(ref _counts[filter], count);
        return count;
    }

    public long Read(int filter)
    {
        var counts = Volatile.Read(ref _counts);
        return filter < counts.Length ? Volatile.Read(ref counts[filter]) : 0;
    }
}
