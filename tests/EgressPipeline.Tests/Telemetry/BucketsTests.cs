using CsCheck;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Tests.Telemetry;

public sealed class BucketsTests
{
    [Fact]
    public void IndexOf_EveryBoundAndItsNeighbours_IsTheFirstBucketNotBelow()
    {
        foreach (var (buckets, unit) in new[] { (Buckets.Bytes, 1.0), (Buckets.Durations, 1000.0) })
            foreach (var bound in Buckets.UpperBounds)
                for (var value = Math.Max(0, (long)(bound * unit) - 2); value <= (long)(bound * unit) + 2; value++)
                    Assert.Equal(Expected(value / unit), buckets.IndexOf(value));
    }

    [Fact]
    public void IndexOf_AnyValue_AgreesWithAPlainSearch()
    {
        Gen.Long[0, long.MaxValue].Sample(value => Buckets.Durations.IndexOf(value) == Expected(value / 1000.0) && Buckets.Bytes.IndexOf(value) == Expected(value));
        for (var shift = 0; shift < 63; shift++)
            Assert.Equal(Expected(1L << shift), Buckets.Bytes.IndexOf(1L << shift));
    }

    private static int Expected(double value)
    {
        var index = Array.FindIndex(Buckets.UpperBounds, bound => value <= bound);
        return index < 0 ? Buckets.UpperBounds.Length : index;
    }
}
