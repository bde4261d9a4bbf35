using CsCheck;
using EgressPipeline.Limits;
using EgressPipeline.Policy.Limits;

namespace EgressPipeline.Tests.Limits;

/// <summary>Scripted times through the controller; the expected numbers are those of Envoy's formula.</summary>
public sealed class GradientTests
{
    private const long Millisecond = LimitClock.UnitsPerSecond / 1000;

    private static readonly AdaptivePlan Plan = AdaptivePlan.Default with { MinRttRequests = 5, JitterPercent = 0 };

    private readonly Gradient _gradient = new(Plan, new Random(1));
    private long _now;

    [Theory]
    [InlineData(10, 100, 100, 16)] // 10 * 1.25 = 12.5, and its root
    [InlineData(10, 100, 125, 13)] // as good as the best with its buffer: only the root
    [InlineData(10, 100, 50, 24)] // never more than twice
    [InlineData(10, 100, 10_000, 7)] // never less than half
    [InlineData(100, 100, 200, 70)] // 62.5 + 7.9
    [InlineData(3, 100, 10_000, 3)] // not below the minimum: 1.5 + 1.2
    [InlineData(990, 100, 100, 1000)] // not above the maximum
    public void NextLimit_Times_IsEnvoysNumber(int limit, double minRtt, double sample, int expected) =>
        Assert.Equal(expected, Gradient.NextLimit(limit, minRtt, sample, Plan));

    [Fact]
    public void NextLimit_AnyTimes_IsWithinTheEdgesAndTwiceWithItsRoot() =>
        Gen.Select(Gen.Int[3, 1000], Gen.Double[0.001, 1e9], Gen.Double[0.001, 1e9]).Sample((limit, minRtt, sample) =>
            Assert.InRange(Gradient.NextLimit(limit, minRtt, sample, Plan), Math.Max(3, (int)(limit / 2.0)), Math.Min(1000, (int)(limit * 2 + Math.Sqrt(limit * 2)))));

    [Fact]
    public void TryEnter_WhileTheBestTimeIsMeasured_OnlyFewPass()
    {
        Assert.True(_gradient.IsMeasuring);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => _gradient.TryEnter(_now)));
    }

    [Fact]
    public void Complete_EnoughRequests_EndTheMeasurement()
    {
        Run(4, 10);
        Assert.True(_gradient.IsMeasuring);

        Run(1, 10);

        Assert.False(_gradient.IsMeasuring);
        Assert.InRange(_gradient.MinRtt, 10_000, 11_000);
        Assert.Equal(3, _gradient.Limit);
    }

    [Fact]
    public void SteadyTimes_LetTheBoundGrowWindowByWindow()
    {
        Run(5, 10);
        var limits = new List<int>();
        for (var window = 0; window < 5; window++)
        {
            Run(10, 10); // an interval
            limits.Add(_gradient.Limit);
        }

        // gradient 1.25: 3 -> 3.75 + 1.94 = 5 -> 6.25 + 2.5 = 8 -> 10 + 3.16 = 13 -> 16.25 + 4.03 = 20 -> 25 + 5 = 30
        Assert.Equal([5, 8, 13, 20, 30], limits);
    }

    [Fact]
    public void SlowerTimes_BringTheBoundDown()
    {
        Run(5, 10);
        for (var window = 0; window < 8; window++)
            Run(12, 10);
        var before = _gradient.Limit;

        Run(12, 100);
        Run(2, 100);

        Assert.True(_gradient.Limit < before * 0.7, before + " -> " + _gradient.Limit);
    }

    [Fact]
    public void MinimumForFiveWindows_MeasuresTheBestTimeAgain()
    {
        Run(5, 1);
        var runs = 0;
        while (!_gradient.IsMeasuring && runs < 100)
        {
            Run(1, 200);
            runs++;
        }

        Assert.InRange(runs, 5, 8);
        Run(5, 200);
        Assert.InRange(_gradient.MinRtt, 200_000, 210_000);
    }

    [Fact]
    public void MeasurementInterval_Over_MeasuresAgainAndKeepsTheBound()
    {
        Run(5, 10);
        for (var window = 0; window < 6; window++)
            Run(12, 10);
        var bound = _gradient.Limit;
        Assert.True(bound > 3);
        _now += LimitClock.Units(Plan.MinRttInterval);

        Assert.True(_gradient.TryEnter(_now));
        _gradient.Cancel();
        Assert.True(_gradient.IsMeasuring);
        Assert.Equal(3, _gradient.Limit);
        Run(5, 20);

        Assert.InRange(_gradient.Limit, bound, bound * 2 + 10);
        Assert.InRange(_gradient.MinRtt, 20_000, 21_000);
    }

    [Fact]
    public void Complete_RequestOfBeforeTheMeasurement_DoesNotCount()
    {
        Run(5, 10);
        Assert.True(_gradient.TryEnter(_now));
        var early = _now;
        _now += LimitClock.Units(Plan.MinRttInterval);
        Assert.True(_gradient.TryEnter(_now));
        _gradient.Cancel();
        _now += 1;

        _gradient.Complete(early, _now);
        Run(4, 10);
        Assert.True(_gradient.IsMeasuring);
        Run(1, 10);

        Assert.False(_gradient.IsMeasuring);
        Assert.InRange(_gradient.MinRtt, 10_000, 11_000);
    }

    [Fact]
    public void Cancel_IsNoSample()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.True(_gradient.TryEnter(_now));
            _gradient.Cancel();
        }

        Assert.True(_gradient.IsMeasuring);
    }

    [Fact]
    public void TryEnterAndComplete_AllocateNothing()
    {
        Run(1000, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("concurrency: 5, adaptiveConcurrency: {minConcurrency: 2}", 2)]
    [InlineData("concurrency: 1, adaptiveConcurrency: {minConcurrency: 2}", 1)]
    public void Limit_WithBothBounds_TheSmallerHolds(string spec, int passing) => Assert.Equal(passing, new LimitedPlan(spec).Passing(10));

    [Fact]
    public void Limit_RelayedConnections_AreNotMeasured() => Assert.Equal(10, new LimitedPlan("adaptiveConcurrency: {minConcurrency: 2}").Passing(10, isConnection: true));

    [Fact]
    public void Limit_RefusedByAnother_HasGivenItsPlaceBack()
    {
        var plan = new LimitedPlan("adaptiveConcurrency: {minConcurrency: 1}, requests: {count: 1, per: 1h}");
        plan.Begin()!.Complete();

        for (var i = 0; i < 5; i++)
            Assert.Equal(LimitBound.Requests, plan.Refusal().Bound);
    }

    [Fact]
    public void Limit_ReloadWithTheSameSettings_KeepsWhatWasLearnt()
    {
        var plan = new LimitedPlan("adaptiveConcurrency: {minRtt: {requests: 1}}");
        var call = plan.Begin()!;
        plan.Time.Advance(TimeSpan.FromMilliseconds(10));
        call.Complete();
        Assert.False(plan.State.Gradient!.IsMeasuring);

        plan.Reload("concurrency: 9, adaptiveConcurrency: {minRtt: {requests: 1}}");
        Assert.False(plan.State.Gradient!.IsMeasuring);
        plan.Reload("adaptiveConcurrency: {minRtt: {requests: 2}}");
        Assert.True(plan.State.Gradient!.IsMeasuring);
        plan.Reload("concurrency: 9");
        Assert.Null(plan.State.Gradient);
    }

    /// <summary>So many requests one after the other, each as long.</summary>
    private void Run(int requests, int milliseconds)
    {
        for (var i = 0; i < requests; i++)
        {
            if (!_gradient.TryEnter(_now))
                Assert.Fail("a request alone was refused");
            var start = _now;
            _now += milliseconds * Millisecond;
            _gradient.Complete(start, _now);
        }
    }
}
