using CsCheck;
using EgressPipeline.Limits;

namespace EgressPipeline.Tests.Limits;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(50, 100, 110)]
    [InlineData(0, 100, 100)]
    [InlineData(100, 110, 110)]
    public void Percentile_OneTime_IsWithinItsClass(double percent, double from, double to)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 10; i++)
            histogram.Add(103);

        Assert.InRange(histogram.Percentile(percent), from, to);
        Assert.Equal(10, histogram.Count);
    }

    [Fact]
    public void Percentile_NoSamples_IsZero() => Assert.Equal(0, new LatencyHistogram().Percentile(50));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(99)]
    [InlineData(long.MaxValue / 100)]
    public void Add_EdgesOfClasses_AreCounted(long microseconds)
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(1, histogram.Add(microseconds));
        Assert.True(histogram.Percentile(100) > 0);
        histogram.Clear();
        Assert.Equal(0, histogram.Count);
    }

    /// <summary>A percentile is no further from the sorted samples' than a class is wide, 10 %.</summary>
    [Fact]
    public void Percentile_AnySamples_IsAsGoodAsItsClasses() => Gen.Select(Gen.Long[1, 999_999_999].Array[1, 200], Gen.Int[1, 100]).Sample((samples, percent) =>
    {
        var histogram = new LatencyHistogram();
        foreach (var sample in samples)
            histogram.Add(sample);
        var exact = samples.Order().ElementAt((int)Math.Ceiling(samples.Length * percent / 100.0) - 1);

        Assert.InRange(histogram.Percentile(percent), exact * 0.9, exact * 1.1 + 1);
    });
}
