using System.Threading.RateLimiting;

namespace RateLimit.Local;

/// <summary>Makes the budget of a key, once for each.</summary>
internal sealed class LocalBudgets(RateLimitOptions options)
{
    // Budgets are refilled every 100 ms; a shorter segment would be skipped.
    private static readonly TimeSpan ShortestSegment = TimeSpan.FromMilliseconds(200);
    private const int MostSegments = 20;

    private readonly TokenBucketRateLimiterOptions _bucket = Bucket(options);
    private readonly SlidingWindowRateLimiterOptions _window = Window(options);
    private readonly ConcurrencyLimiterOptions _concurrency = new() { PermitLimit = options.Permits, QueueLimit = 0 };

    public RateLimitPartition<string> Of(string key) => options.Algorithm switch
    {
        LimitAlgorithm.TokenBucket => RateLimitPartition.GetTokenBucketLimiter(key, _ => _bucket),
        LimitAlgorithm.SlidingWindow => RateLimitPartition.GetSlidingWindowLimiter(key, _ => _window),
        _ => RateLimitPartition.GetConcurrencyLimiter(key, _ => _concurrency),
    };

    // Tokens shall flow in evenly: as many refills as divide the permits into whole tokens, each a millisecond or longer.
    private static TokenBucketRateLimiterOptions Bucket(RateLimitOptions options)
    {
        var refills = options.Permits;
        while (options.Permits % refills != 0 || options.Per / refills < TimeSpan.FromMilliseconds(1))
            refills--;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Capacity,
            TokensPerPeriod = options.Permits / refills,
            ReplenishmentPeriod = options.Per / refills,
            AutoReplenishment = false, // by the one timer of all budgets
            QueueLimit = 0,
        };
    }

    private static SlidingWindowRateLimiterOptions Window(RateLimitOptions options) => new()
    {
        PermitLimit = options.Permits,
        Window = options.Per,
        SegmentsPerWindow = (int)Math.Clamp(options.Per / ShortestSegment, 1, MostSegments),
        AutoReplenishment = false,
        QueueLimit = 0,
    };
}
