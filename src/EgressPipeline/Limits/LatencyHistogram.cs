namespace EgressPipeline.Limits;

/// <summary>
/// How long calls took, in classes of two decimal digits as Envoy's histograms have them. Samples are added lock-free and without
/// allocations; reading and clearing is one caller's at a time.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int Decades = 10;
    private const int ClassesOfDecade = 90;

    private readonly int[] _classes = new int[Decades * ClassesOfDecade];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts one.</summary>
    /// <param name="microseconds">0 counts as 1; the largest class ends at 10,000 s and takes all above.</param>
    /// <returns>How many there are now.</returns>
    public int Add(long microseconds)
    {
        Interlocked.Increment(ref _classes[ClassOf(microseconds)]);
        return Interlocked.Increment(ref _count);
    }

    public void Clear()
    {
        Array.Clear(_classes);
        Volatile.Write(ref _count, 0);
    }

    /// <summary>The time that so many percent of the samples do not exceed, in microseconds, evenly spread within its class; 0 without samples.</summary>
    public double Percentile(double percent)
    {
        var wanted = Count * percent / 100;
        var below = 0;
        for (var i = 0; i < _classes.Length; i++)
        {
            var here = Volatile.Read(ref _classes[i]);
            if (here > 0 && below + here >= wanted)
                return Start(i) + Width(i) * Math.Max(0, wanted - below) / here;
            below += here;
        }
        return 0;
    }

    private static int ClassOf(long microseconds)
    {
        var decade = 0;
        // 1.0 to 9.9 of each power of ten.
        var tenths = Math.Max(1, microseconds) * 10;
        while (tenths >= 100 && decade < Decades - 1)
        {
            tenths /= 10;
            decade++;
        }
        return decade * ClassesOfDecade + (int)Math.Min(ClassesOfDecade - 1, tenths - 10);
    }

    private static double Start(int index) => (index % ClassesOfDecade + 10) * Width(index);

    private static double Width(int index) => Math.Pow(10, index / ClassesOfDecade - 1);
}
