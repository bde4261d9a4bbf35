using CsCheck;
using EgressPipeline.Limits;

namespace EgressPipeline.Tests.Limits;

public sealed class DayCounterTests
{
    private const int Today = 739_000;

    [Fact]
    public void TryAdd_UpToTheLimit_Fits()
    {
        var counter = new DayCounter();

        Assert.True(counter.TryAdd(Today, 600, 1000));
        Assert.True(counter.TryAdd(Today, 400, 1000));
        Assert.Equal(1000, counter.On(Today));
        Assert.False(counter.TryAdd(Today, 1, 1000));
        Assert.Equal(1000, counter.On(Today));
    }

    [Fact]
    public void TryAdd_WhatDoesNotFit_UsesTheDayUp()
    {
        var counter = new DayCounter();
        counter.TryAdd(Today, 600, 1000);

        Assert.False(counter.TryAdd(Today, 401, 1000));

        Assert.Equal(1000, counter.On(Today));
        Assert.False(counter.TryAdd(Today, 1, 1000));
    }

    [Theory]
    [InlineData(Today + 1)]
    [InlineData(Today - 1)]
    public void TryAdd_AnotherDay_BeginsAtZero(int day)
    {
        var counter = new DayCounter();
        counter.TryAdd(Today, 1000, 1000);

        Assert.Equal(0, counter.On(day));
        Assert.True(counter.TryAdd(day, 5, 1000));
        Assert.Equal(5, counter.On(day));
    }

    [Fact]
    public void TryAdd_LimitLoweredMeanwhile_RefusesAndKeepsWhatWasUsed()
    {
        var counter = new DayCounter();
        counter.TryAdd(Today, 900, 1000);

        Assert.False(counter.TryAdd(Today, 1, 500));

        Assert.Equal(900, counter.On(Today));
    }

    [Fact]
    public void TryAdd_LargestLimit_DoesNotOverflowIntoTheDay()
    {
        var counter = new DayCounter();

        Assert.True(counter.TryAdd(Today, DayCounter.MaxBytes, DayCounter.MaxBytes));
        Assert.False(counter.TryAdd(Today, 1, DayCounter.MaxBytes));
        Assert.Equal(DayCounter.MaxBytes, counter.On(Today));
        Assert.Equal(0, counter.On(Today + 1));
    }

    /// <summary>What fitted never adds up to more than the limit on any day.</summary>
    [Fact]
    public void TryAdd_AnyPieces_WhatFitsIsWithinTheLimit() => Gen.Select(Gen.Long[1, 10_000], Gen.Long[0, 3000].Array[0, 50]).Sample((limit, pieces) =>
    {
        var counter = new DayCounter();
        Assert.True(pieces.Where(piece => counter.TryAdd(Today, piece, limit)).Sum() <= limit);
    });
}
