using CsCheck;
using EgressPipeline.LoadBalancing;

namespace EgressPipeline.Tests.LoadBalancing;

/// <summary>Spill-over of priorities and panic by Envoy's integer arithmetic; what rounding leaves over goes to the first priority that has health.</summary>
public sealed class PriorityLoadsTests
{
    [Theory]
    [InlineData("100", "100")]
    [InlineData("72", "100")]
    [InlineData("71", "100")]
    [InlineData("0 100", "0 100")]
    [InlineData("100 100", "100 0")]
    [InlineData("72 72", "100 0")]
    [InlineData("71 71", "99 1")]
    [InlineData("50 50", "70 30")]
    [InlineData("25 100", "35 65")]
    [InlineData("25 25", "50 50")]
    [InlineData("50 50 100", "70 30 0")]
    [InlineData("25 25 100", "35 35 30")]
    [InlineData("20 20 10", "40 40 20")]
    public void Of_PercentHealthy_SpillsOver(string healthy, string expected) =>
        Assert.Equal(expected, string.Join(' ', Loads(healthy, 0).Select(load => load.Percent)));

    [Theory]
    [InlineData("72 72", "100 0")]
    [InlineData("71 71", "99 1")]
    [InlineData("50 60", "70 30")]
    [InlineData("25 100", "35 65")]
    [InlineData("25 25", "50! 50!")]
    [InlineData("5 65", "8! 92")]
    [InlineData("0 0", "50! 50!")]
    [InlineData("49", "100!")]
    [InlineData("71", "100")]
    public void Of_BelowTheThresholdOf50_Panics(string healthy, string expected) =>
        Assert.Equal(expected, string.Join(' ', Loads(healthy, 50).Select(load => $"{load.Percent}{(load.IsPanic ? "!" : "")}")));

    /// <summary>The overprovisioning factor covers a loss first: three of four are enough whatever the threshold.</summary>
    [Fact]
    public void Of_EnoughAreHealthy_NeverPanics() => Assert.False(PriorityLoads.Of([(3, 4)], 100)[0].IsPanic);

    [Fact]
    public void Of_NoneIsHealthy_UsesAllByTheirNumber_WhateverTheThreshold() =>
        Assert.Equal([(34, true), (66, true)], PriorityLoads.Of([(0, 1), (0, 2)], 0).Select(load => (load.Percent, load.IsPanic)));

    [Fact]
    public void Of_AnyHealth_AddsUpTo100() => Gen.Select(Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50]).Array[1, 6], Gen.Int[0, 100]).Sample((levels, threshold) =>
    {
        if (levels.All(level => level.Item1 + level.Item2 == 0))
            return true;
        var loads = PriorityLoads.Of([.. levels.Select(level => (level.Item1, level.Item1 + level.Item2))], threshold);
        return loads.Sum(load => load.Percent) == 100 && loads.All(load => load.Percent >= 0);
    });

    private static PriorityLoad[] Loads(string healthy, int threshold) =>
        PriorityLoads.Of([.. healthy.Split(' ').Select(percent => (int.Parse(percent), 100))], threshold);
}
