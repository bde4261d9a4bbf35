using EgressPipeline;
using EgressPipeline.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using RateLimit.Shared;

namespace RateLimit.Tests;

/// <summary>Sidecars that count together, with a real server.</summary>
public sealed class RedisLimitTests
{
    [Theory]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.SlidingWindow)]
    [InlineData(LimitAlgorithm.Concurrency)]
    public async Task Take_TwoSidecars_ShareOneBudget(LimitAlgorithm algorithm)
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await ConnectedAsync(server, algorithm, permits: 10);
        await using var other = await ConnectedAsync(server, algorithm, permits: 10);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i => (await (i % 2 == 0 ? one : other).TakeAsync("key")).Verdict));
        Assert.Equal(10, verdicts.Count(verdict => verdict == LimitVerdict.Passed));
        Assert.Equal(20, verdicts.Count(verdict => verdict == LimitVerdict.Over));
        Assert.Equal(LimitVerdict.Passed, (await one.TakeAsync("another key")).Verdict);
    }

    [Theory]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.SlidingWindow)]
    public async Task Take_Over_SaysWhenToTryAgain(LimitAlgorithm algorithm)
    {
        await using var server = await RedisServer.StartAsync();
        await using var limit = await ConnectedAsync(server, algorithm, permits: 1);
        Assert.Equal(0, (await limit.TakeAsync("key")).Remaining);
        var over = await limit.TakeAsync("key");
        Assert.Equal(LimitVerdict.Over, over.Verdict);
        // The window may end at any moment, the bucket refills a minute after it was used.
        Assert.InRange(over.RetryAfter, algorithm == LimitAlgorithm.TokenBucket ? TimeSpan.FromSeconds(40) : TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Take_ConcurrentCallEnds_PermitIsBackForOthers()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await ConnectedAsync(server, LimitAlgorithm.Concurrency, permits: 1);
        await using var other = await ConnectedAsync(server, LimitAlgorithm.Concurrency, permits: 1);
        var held = await one.TakeAsync("key");
        Assert.Equal(LimitVerdict.Over, (await other.TakeAsync("key")).Verdict);
        held.Lease!.Dispose();
        await Deadline.UntilAsync(async () => (await other.TakeAsync("key")).Verdict == LimitVerdict.Passed, "the permit");
    }

    [Theory]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.SlidingWindow)]
    public async Task Take_TimePasses_PermitsComeBack(LimitAlgorithm algorithm)
    {
        await using var server = await RedisServer.StartAsync();
        await using var limit = await ConnectedAsync(server, algorithm, permits: 2, seconds: 1);
        while ((await limit.TakeAsync("key")).Verdict == LimitVerdict.Passed)
        {
        }
        await Deadline.UntilAsync(async () => (await limit.TakeAsync("key")).Verdict == LimitVerdict.Passed, "a permit");
    }

    [Fact]
    public async Task Take_ServerGoesAndComesBack_IsUnavailableMeanwhile()
    {
        await using var server = await RedisServer.StartAsync();
        await using var limit = await ConnectedAsync(server, LimitAlgorithm.TokenBucket, permits: 1_000_000);
        await server.StopAsync();
        await Deadline.UntilAsync(async () => (await limit.TakeAsync("key")).Verdict == LimitVerdict.Unavailable, "the outage to be noticed");
        await server.StartAgainAsync();
        await Deadline.UntilAsync(async () => (await limit.TakeAsync("key")).Verdict == LimitVerdict.Passed, "the shared count to be back");
    }

    [Fact]
    public async Task Take_NoServer_IsUnavailableAtOnce()
    {
        await using var limit = Limit("127.0.0.1:1", LimitAlgorithm.TokenBucket, 1, 60);
        Assert.Equal(LimitVerdict.Unavailable, (await limit.TakeAsync("key")).Verdict);
    }

    private static async Task<RedisLimit> ConnectedAsync(RedisServer server, LimitAlgorithm algorithm, int permits, int seconds = 60)
    {
        var limit = Limit(server.Endpoint, algorithm, permits, seconds);
        await Deadline.UntilAsync(async () => (await limit.TakeAsync(Guid.NewGuid().ToString())).Verdict == LimitVerdict.Passed, "the connection");
        return limit;
    }

    private static RedisLimit Limit(string endpoint, LimitAlgorithm algorithm, int permits, int seconds)
    {
        // The wait is longer than the product's: a busy test machine is no outage.
        var redis = new RedisOptions { Endpoint = endpoint, Timeout = TimeSpan.FromMilliseconds(900) };
        var options = new RateLimitOptions { Algorithm = algorithm, Permits = permits, Per = TimeSpan.FromSeconds(seconds), Redis = redis };
        return new RedisLimit(options, new FilterContext
        {
            FilterName = "rate-limit",
            Binding = "default/test",
            Logger = NullLogger.Instance,
            Metrics = new CollectedMetrics(),
            Time = TimeProvider.System,
            Stopping = CancellationToken.None,
        });
    }
}
