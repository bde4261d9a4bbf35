using EgressPipeline.LoadBalancing;
using Microsoft.Extensions.Time.Testing;

namespace EgressPipeline.Tests.LoadBalancing;

public sealed class LatencyAverageTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Observe_Peak_CountsAtOnce()
    {
        var average = Average();
        average.Observe(Ms(10));
        average.Observe(Ms(500));
        Assert.Equal(500, Now(average), 6);
    }

    [Fact]
    public void Observe_Less_CountsByTheTimeThatPassed()
    {
        var average = Average();
        average.Observe(Ms(100));
        _time.Advance(TimeSpan.FromSeconds(10));
        average.Observe(Ms(10));
        var kept = Math.Exp(-1);
        Assert.Equal((100 * kept) + (10 * (1 - kept)), Now(average), 6);
    }

    [Fact]
    public void At_TimePasses_IsForgotten()
    {
        var average = Average();
        average.Observe(Ms(100));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(100 * Math.Exp(-2), Now(average), 6);
        Assert.True(average.IsKnown);
    }

    [Fact]
    public void IsKnown_BeforeAnyAnswer_IsFalse() => Assert.False(Average().IsKnown);

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);

    private LatencyAverage Average() => new(_time, TimeSpan.FromSeconds(10));

    private double Now(LatencyAverage average) => average.At(_time.GetTimestamp()) / TimeSpan.TicksPerMillisecond;
}
