using System.Globalization;
using EgressPipeline;

namespace RateLimit.Answers;

/// <summary>
/// The answers to calls over the limit: one per number of seconds to wait, made once. RFC 6585 §4 for the status, RFC 9110
/// §10.2.3 for Retry-After, RFC 9457 for the body; the RateLimit fields are draft-ietf-httpapi-ratelimit-headers-10.
/// </summary>
internal sealed class LimitAnswers
{
    /// <summary>Longer waits are told as this one.</summary>
    public const int MaxSeconds = 3600;

    private readonly FilterAnswer?[] _overLimit = new FilterAnswer?[MaxSeconds + 1];
    private readonly string _name;
    private readonly string _policy;

    public LimitAnswers(string binding, RateLimitOptions options)
    {
        _name = binding;
        _policy = options.Algorithm == LimitAlgorithm.Concurrency
            ? $"\"{binding}\";q={options.Permits};qu=\"concurrent-requests\""
            : string.Create(CultureInfo.InvariantCulture, $"\"{binding}\";q={options.Permits};w={options.Per.TotalSeconds:0}");
    }

    /// <summary>Value of RateLimit-Policy.</summary>
    public string Policy => _policy;

    /// <summary>What a caller over the limit gets. 0 allocations once a wait was told before.</summary>
    /// <param name="retryAfter">Zero = unknown, told as one second.</param>
    public FilterAnswer OverLimit(TimeSpan retryAfter)
    {
        var seconds = (int)Math.Clamp(Math.Ceiling(retryAfter.TotalSeconds), 1, MaxSeconds);
        return _overLimit[seconds] ??= Make(seconds);
    }

    private FilterAnswer Make(int seconds) => new(
        429,
        System.Text.Encoding.UTF8.GetBytes($$"""{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"the limit '{{_name}}' is used up","retry_after":{{seconds}}}"""),
        "application/problem+json",
        ("retry-after", seconds.ToString(CultureInfo.InvariantCulture)),
        ("ratelimit", $"\"{_name}\";r=0;t={seconds}"),
        ("ratelimit-policy", _policy));
}
