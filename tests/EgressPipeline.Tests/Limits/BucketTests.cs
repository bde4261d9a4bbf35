using CsCheck;
using EgressPipeline.Limits;
using EgressPipeline.Policy.Limits;

namespace EgressPipeline.Tests.Limits;

public sealed class BucketTests
{
    private const long Second = LimitClock.UnitsPerSecond;

    private static readonly Rate TenASecond = Rate.Of(new RatePlan(10, TimeSpan.FromSeconds(1), 5));

    [Fact]
    public void TryTake_FullBucket_GivesExactlyItsBurst()
    {
        var bucket = new Bucket();

        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => bucket.TryTake(0, TenASecond.Cost, TenASecond.Depth) == 0));
    }

    [Fact]
    public void TryTake_EmptyBucket_TellsWhenTheNextIsThereAndThatIsExact()
    {
        var bucket = new Bucket();
        for (var i = 0; i < 5; i++)
            bucket.TryTake(0, TenASecond.Cost, TenASecond.Depth);

        var missing = bucket.TryTake(0, TenASecond.Cost, TenASecond.Depth);

        Assert.Equal(Second / 10, missing);
        Assert.NotEqual(0, bucket.TryTake(missing - 1, TenASecond.Cost, TenASecond.Depth));
        Assert.Equal(0, bucket.TryTake(missing, TenASecond.Cost, TenASecond.Depth));
        Assert.NotEqual(0, bucket.TryTake(missing, TenASecond.Cost, TenASecond.Depth));
    }

    [Fact]
    public void TryTake_AfterALongPause_IsNoMoreThanTheBurst()
    {
        var bucket = new Bucket();
        bucket.TryTake(0, TenASecond.Cost, TenASecond.Depth);

        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => bucket.TryTake(1_000_000 * Second, TenASecond.Cost, TenASecond.Depth) == 0));
    }

    [Fact]
    public void GiveBack_WhatWasTaken_IsThereAgain()
    {
        var bucket = new Bucket();
        for (var i = 0; i < 5; i++)
            bucket.TryTake(0, TenASecond.Cost, TenASecond.Depth);

        bucket.GiveBack(TenASecond.Cost);

        Assert.Equal(0, bucket.TryTake(0, TenASecond.Cost, TenASecond.Depth));
        Assert.NotEqual(0, bucket.TryTake(0, TenASecond.Cost, TenASecond.Depth));
    }

    /// <summary>In any stretch t of any sequence of attempts no more than burst + rate * t pass, give-backs included.</summary>
    [Fact]
    public void TryTake_AnyAttempts_NeverMoreThanBurstAndRateInAnyStretch() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 120], Gen.Int[1, 50], Gen.Select(Gen.Long[0, 2 * Second], Gen.Bool).Array[1, 200]).Sample((count, seconds, burst, attempts) =>
        {
            var rate = Rate.Of(new RatePlan(count, TimeSpan.FromSeconds(seconds), burst));
            var bucket = new Bucket();
            var passed = new List<long>();
            var now = 0L;
            foreach (var (pause, isGivenBack) in attempts)
            {
                now += pause;
                if (bucket.TryTake(now, rate.Cost, rate.Depth) != 0)
                    continue;
                if (isGivenBack)
                    bucket.GiveBack(rate.Cost);
                else
                    passed.Add(now);
            }
            for (var from = 0; from < passed.Count; from++)
                for (var to = from; to < passed.Count; to++)
                    Assert.True(to - from + 1 <= burst + (double)(passed[to] - passed[from]) * count / (seconds * (double)Second) + 1e-6);
        });

    /// <summary>Bytes that wait as long as they are told to pass in any stretch t no more than the burst and rate * t.</summary>
    [Fact]
    public void Take_PiecesThatWait_NeverMoreThanBurstAndRateInAnyStretch() =>
        Gen.Select(Gen.Long[1024, 1L << 30], Gen.Select(Gen.Long[0, Second], Gen.Long[1, 70_000]).Array[1, 100]).Sample((bytesPerSecond, pieces) =>
        {
            var bandwidth = new Bandwidth(bytesPerSecond);
            var bucket = new Bucket();
            var passed = new List<(long At, long Bytes)>();
            var now = 0L;
            foreach (var (pause, bytes) in pieces)
            {
                now += pause;
                passed.Add((now + bucket.Take(now, bandwidth.CostOf(bytes), bandwidth.Depth), bytes));
            }
            passed.Sort();
            var burst = Math.Max(Bandwidth.LeastBurst, bytesPerSecond / 10);
            for (var from = 0; from < passed.Count; from++)
            {
                var sum = 0L;
                for (var to = from; to < passed.Count; to++)
                {
                    sum += passed[to].Bytes;
                    // A piece larger than the burst passes when the bucket has been full for it.
                    Assert.True(sum <= Math.Max(burst, passed[from].Bytes) + (double)(passed[to].At - passed[from].At) * bytesPerSecond / Second + 1 + burst * 1e-6);
                }
            }
        });

    [Fact]
    public void CostOf_RateOfALineAndAWholeDay_DoesNotOverflow()
    {
        Assert.True(new Bandwidth(1L << 40).CostOf(1L << 50) > 0);
        Assert.True(new Bandwidth(1024).CostOf(1L << 30) > 0);
        Assert.Equal(Second, new Bandwidth(1 << 20).CostOf(1 << 20));
        Assert.Equal(1, new Bandwidth(1L << 40).CostOf(1));
    }

    [Theory]
    [InlineData(1, 86400, 1_000_000)]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(1_000_000, 1, 1_000_000)]
    public void Of_EdgesOfARate_ArePositiveAndNeverFaster(int count, int seconds, int burst)
    {
        var rate = Rate.Of(new RatePlan(count, TimeSpan.FromSeconds(seconds), burst));

        Assert.True(rate.Cost > 0 && rate.Depth >= rate.Cost);
        Assert.True((Int128)rate.Cost * count >= (Int128)seconds * Second);
        Assert.True((Int128)rate.Depth <= (Int128)rate.Cost * burst);
    }

    [Fact]
    public async Task TryTake_FromManyThreads_GivesNoMoreThanTheBurst()
    {
        var bucket = new Bucket();
        var rate = Rate.Of(new RatePlan(1, TimeSpan.FromHours(1), 1000));
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, 1000).Count(_ => bucket.TryTake(0, rate.Cost, rate.Depth) == 0),
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(1000, taken.Sum());
    }
}
