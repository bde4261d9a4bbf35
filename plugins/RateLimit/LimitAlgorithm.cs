namespace RateLimit;

/// <summary>How calls are counted.</summary>
public enum LimitAlgorithm
{
    /// <summary>Permits flow in evenly; unused ones are saved up to the burst.</summary>
    TokenBucket,
    /// <summary>At most so many in any stretch of the length of the window.</summary>
    SlidingWindow,
    /// <summary>At most so many at the same time.</summary>
    Concurrency,
}
