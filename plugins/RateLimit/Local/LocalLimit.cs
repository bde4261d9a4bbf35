using System.Threading.RateLimiting;

namespace RateLimit.Local;

/// <summary>Counts in this process. Budgets that are not used go away by themselves. Safe for concurrent use.</summary>
internal sealed class LocalLimit : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> _limiters;

    public LocalLimit(RateLimitOptions options)
    {
        var budgets = new LocalBudgets(options);
        _limiters = PartitionedRateLimiter.Create<string, string>(budgets.Of);
    }

    /// <summary>Takes a permit of a budget, without waiting for one.</summary>
    /// <param name="key">Which budget.</param>
    /// <param name="wantRemaining">Whether <see cref="LimitOutcome.Remaining"/> is of interest; it costs an allocation.</param>
    public LimitOutcome Take(string key, bool wantRemaining)
    {
        var lease = _limiters.AttemptAcquire(key);
        if (lease.IsAcquired)
            return LimitOutcome.Passed(wantRemaining ? _limiters.GetStatistics(key)?.CurrentAvailablePermits ?? -1 : -1, lease);
        var retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero;
        lease.Dispose();
        return LimitOutcome.Over(retryAfter);
    }

    public ValueTask DisposeAsync() => _limiters.DisposeAsync();
}
