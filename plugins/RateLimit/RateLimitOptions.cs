using System.Buffers;
using EgressPipeline;

namespace RateLimit;

/// <summary>Options of <see cref="RateLimitFilter"/>.</summary>
public sealed class RateLimitOptions : IValidatedOptions
{
    private static readonly SearchValues<char> HeaderName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>How calls are counted.</summary>
    [Option("How calls are counted.")]
    public LimitAlgorithm Algorithm { get; init; } = LimitAlgorithm.TokenBucket;

    /// <summary>Calls per <see cref="Per"/>, or at the same time for concurrency.</summary>
    [Option("Calls per time of 'per', or at the same time with concurrency.", Min = 1, Max = 1_000_000)]
    public required int Permits { get; init; }

    /// <summary>The time that <see cref="Permits"/> are for.</summary>
    [Option("The time that permits are for; without meaning for concurrency.", MinDuration = "1s", MaxDuration = "24h")]
    public TimeSpan Per { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most permits that a token bucket saves up; as many as <see cref="Permits"/> when left out.</summary>
    [Option("Most permits that a token bucket saves up; like permits when left out.", Min = 1, Max = 1_000_000)]
    public int? Burst { get; init; }

    /// <summary>What tells one budget from another.</summary>
    [Option("What has a budget of its own: any of service, host, principal, route, header, source.", Max = 6)]
    public IReadOnlyList<KeyPart> By { get; init; } = [KeyPart.Service];

    /// <summary>Name of the header for <see cref="KeyPart.Header"/>, lower case.</summary>
    [Option("Name of the header that 'by: [header]' means.", Min = 1, Max = 128)]
    public string? Header { get; init; }

    /// <summary>What becomes of a call over the limit.</summary>
    [Option("enforce answers 429; report counts and lets pass.")]
    public LimitMode Mode { get; init; } = LimitMode.Enforce;

    /// <summary>Budgets that are kept at the same time; what comes when all are in use shares one.</summary>
    [Option("Budgets that are kept at the same time; callers beyond it share one.", Min = 1, Max = 1_000_000)]
    public int MaxKeys { get; init; } = 10_000;

    /// <summary>True tells every caller its budget by RateLimit headers.</summary>
    [Option("Adds RateLimit and RateLimit-Policy to every response, not only to refusals.")]
    public bool Headers { get; init; }

    /// <summary>Set to count together with the other sidecars.</summary>
    [Option("Counts together with other sidecars, in Redis.")]
    public RedisOptions? Redis { get; init; }

    /// <summary>The largest number of permits that can be there at once.</summary>
    internal int Capacity => Algorithm == LimitAlgorithm.TokenBucket ? Burst ?? Permits : Permits;

    /// <inheritdoc/>
    public void Validate(OptionProblems problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (By.Contains(KeyPart.Header) != (Header is not null))
            problems.Add("header", "'by: [header]' and 'header' belong together: write both or none");
        if (Header is not null && Header.AsSpan().ContainsAnyExcept(HeaderName))
            problems.Add("header", "write the header's name in lower case, letters, digits, '-' and '_'");
        if (Burst is not null && Algorithm != LimitAlgorithm.TokenBucket)
            problems.Add("burst", "only a token bucket has a burst; remove it");
        if (By.Distinct().Count() != By.Count)
            problems.Add("by", "name each part once");
    }
}
