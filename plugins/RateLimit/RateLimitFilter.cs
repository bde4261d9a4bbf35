using System.Buffers.Text;
using System.Text;
using EgressPipeline;
using RateLimit.Answers;
using RateLimit.Keys;
using RateLimit.Local;
using RateLimit.Shared;

namespace RateLimit;

/// <summary>
/// Bounds calls per budget. Counted in this process, a call whose budget is known takes no wait and next to no memory; counted
/// in Redis, it waits for one round trip.
/// </summary>
[EgressFilter("rate-limit", "1.0.0", Description = "Bounds how often, or how many at once, services are called.",
    Stage = FilterStage.Request,
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.MayDeny | FilterCapabilities.MayAnswer | FilterCapabilities.CallsNetwork)]
public sealed class RateLimitFilter : IRequestFilter, IResponseFilter, ICompletionFilter, IAsyncDisposable
{
    private readonly RateLimitOptions _options;
    private readonly CallKey _key;
    private readonly LimitAnswers _answers;
    private readonly LocalLimit _local;
    private readonly RedisLimit? _shared;
    private readonly LimitCounters _counters;
    private readonly byte[] _policy;
    private readonly byte[] _remainingPrefix;

    /// <summary>For the host.</summary>
    /// <param name="context">What the host gives.</param>
    public RateLimitFilter(FilterContext<RateLimitOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _options = context.Options;
        var keys = new KeyTable(_options.MaxKeys, context.Time);
        _key = new CallKey(_options.By, _options.Header, keys);
        _answers = new LimitAnswers(context.Binding, _options);
        _local = new LocalLimit(_options);
        _shared = _options.Redis is null ? null : new RedisLimit(_options, context);
        _counters = new LimitCounters(context.Metrics);
        _policy = Encoding.ASCII.GetBytes(_answers.Policy);
        _remainingPrefix = Encoding.ASCII.GetBytes($"\"{context.Binding}\";r=");
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var key = _key.Of(request);
        if (_shared is not null)
            return TakeSharedAsync(_shared, request, key);
        return new(Judge(request, _local.Take(key, _options.Headers)));
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (_options.Headers && request.State<HeldPermit>().Remaining is >= 0 and var remaining)
        {
            Span<byte> value = stackalloc byte[_remainingPrefix.Length + 20];
            _remainingPrefix.CopyTo(value);
            Utf8Formatter.TryFormat(remaining, value[_remainingPrefix.Length..], out var digits);
            request.ResponseHeaders.Set("ratelimit"u8, value[..(_remainingPrefix.Length + digits)]);
            request.ResponseHeaders.Set("ratelimit-policy"u8, _policy);
        }
        return new(FilterResult.Continue);
    }

    /// <inheritdoc/>
    public void OnCompleted(EgressRequest request) => request.State<HeldPermit>().Reset();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shared is not null)
            await _shared.DisposeAsync();
        await _local.DisposeAsync();
    }

    private async ValueTask<FilterResult> TakeSharedAsync(RedisLimit shared, EgressRequest request, string key)
    {
        var outcome = await shared.TakeAsync(key);
        if (outcome.Verdict != LimitVerdict.Unavailable)
            return Judge(request, outcome);
        _counters.Unavailable.Increment();
        return _options.Redis!.Unavailable switch
        {
            UnavailableMode.Open => FilterResult.Continue,
            UnavailableMode.Local => Judge(request, _local.Take(key, _options.Headers)),
            _ => FilterResult.Deny("the shared count of calls is out of reach", 503),
        };
    }

    private FilterResult Judge(EgressRequest request, LimitOutcome outcome)
    {
        if (outcome.Verdict == LimitVerdict.Passed)
        {
            var held = request.State<HeldPermit>();
            held.Lease = outcome.Lease;
            held.Remaining = outcome.Remaining;
            _counters.Passed.Increment();
            return FilterResult.Continue;
        }
        if (_options.Mode == LimitMode.Report)
        {
            _counters.Reported.Increment();
            return FilterResult.Continue;
        }
        _counters.Refused.Increment();
        return FilterResult.Answer(_answers.OverLimit(outcome.RetryAfter));
    }
}
