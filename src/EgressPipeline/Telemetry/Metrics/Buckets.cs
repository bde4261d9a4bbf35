using System.Numerics;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// Istio's histogram buckets (Envoy's default ones), for milliseconds and for bytes alike, and the search for a value's
/// bucket in constant time.
/// </summary>
internal sealed class Buckets
{
    /// <summary>Upper bounds as exported; +Inf follows.</summary>
    public static readonly double[] UpperBounds =
    [
        0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000,
    ];

    /// <summary>Values are recorded in units, bounds are in the same unit.</summary>
    public static readonly Buckets Bytes = new(1);

    /// <summary>Values are recorded in microseconds, bounds are in milliseconds.</summary>
    public static readonly Buckets Durations = new(1_000);

    private readonly long[] _bounds;
    private readonly byte[] _first = new byte[64];

    private Buckets(int unitsPerBound)
    {
        _bounds = [.. Array.ConvertAll(UpperBounds, bound => (long)(bound * unitsPerBound)), long.MaxValue];
        for (var log = 0; log < _first.Length; log++)
            _first[log] = (byte)Array.FindIndex(_bounds, bound => log == 63 || bound >= 1L << log);
        // 0 and 1 share a logarithm: the search for it starts at the very first bucket.
        _first[0] = 0;
    }

    /// <summary>Number of buckets, +Inf included.</summary>
    public static int Count => UpperBounds.Length + 1;

    /// <summary>The bucket of a value ≥ 0: the first whose bound is not below it.</summary>
    public int IndexOf(long value)
    {
        // Starting at the value's power of two leaves at most two bounds to step over.
        var index = _first[BitOperations.Log2((ulong)value | 1)];
        while (value > _bounds[index])
            index++;
        return index;
    }
}
