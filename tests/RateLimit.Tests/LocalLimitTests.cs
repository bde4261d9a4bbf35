using EgressPipeline.TestKit;
using RateLimit.Local;

namespace RateLimit.Tests;

public sealed class LocalLimitTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.SlidingWindow)]
    [InlineData(LimitAlgorithm.Concurrency)]
    public async Task Take_MoreThanPermits_TheRestIsOver(LimitAlgorithm algorithm)
    {
        await using var limit = new LocalLimit(new RateLimitOptions { Algorithm = algorithm, Permits = 3, Per = Long });
        var taken = Enumerable.Range(0, 5).Select(_ => limit.Take("a", false).Verdict).ToArray();
        Assert.Equal([LimitVerdict.Passed, LimitVerdict.Passed, LimitVerdict.Passed, LimitVerdict.Over, LimitVerdict.Over], taken);
        Assert.Equal(LimitVerdict.Passed, limit.Take("b", false).Verdict);
    }

    [Fact]
    public async Task Take_Burst_IsTheCapacity()
    {
        await using var limit = new LocalLimit(new RateLimitOptions { Permits = 1, Burst = 4, Per = Long });
        Assert.Equal(4, Enumerable.Range(0, 9).Count(_ => limit.Take("a", false).Verdict == LimitVerdict.Passed));
    }

    [Fact]
    public async Task Take_LeaseOfConcurrencyDisposed_PermitIsBack()
    {
        await using var limit = new LocalLimit(new RateLimitOptions { Algorithm = LimitAlgorithm.Concurrency, Permits = 1 });
        var first = limit.Take("a", true);
        Assert.Equal(0, first.Remaining);
        Assert.Equal(LimitVerdict.Over, limit.Take("a", false).Verdict);
        first.Lease!.Dispose();
        Assert.Equal(LimitVerdict.Passed, limit.Take("a", false).Verdict);
    }

    [Theory]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.SlidingWindow)]
    public async Task Take_TimePasses_PermitsComeBack(LimitAlgorithm algorithm)
    {
        await using var limit = new LocalLimit(new RateLimitOptions { Algorithm = algorithm, Permits = 2, Per = TimeSpan.FromSeconds(1) });
        while (limit.Take("a", false).Verdict == LimitVerdict.Passed)
        {
        }
        await Deadline.UntilAsync(() => limit.Take("a", false).Verdict == LimitVerdict.Passed, "a permit");
    }

    [Fact]
    public async Task Take_Over_SaysWhenToTryAgain()
    {
        await using var limit = new LocalLimit(new RateLimitOptions { Permits = 1, Per = TimeSpan.FromMinutes(1) });
        limit.Take("a", false);
        Assert.InRange(limit.Take("a", false).RetryAfter, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(1, 86_400)]
    [InlineData(7, 1)]
    [InlineData(999_983, 1)] // a prime: one refill a period is all that divides it
    [InlineData(1_000_000, 3_600)]
    public async Task Budget_AnyRate_CanBeMade(int permits, int seconds)
    {
        await using var limit = new LocalLimit(new RateLimitOptions { Permits = permits, Per = TimeSpan.FromSeconds(seconds) });
        Assert.Equal(LimitVerdict.Passed, limit.Take("a", false).Verdict);
    }
}
