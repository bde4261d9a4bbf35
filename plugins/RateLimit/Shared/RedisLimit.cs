using System.Security.Cryptography;
using System.Text;
using EgressPipeline;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RateLimit.Shared;

/// <summary>Counts together with other sidecars. Safe for concurrent use.</summary>
internal sealed class RedisLimit : IAsyncDisposable
{
    private readonly RateLimitOptions _options;
    private readonly RedisOptions _redis;
    private readonly TimeProvider _time;
    private readonly RedisConnection _connection;
    private readonly RedisOutage _outage;
    private readonly string _prefix;
    private readonly string _script;

    public RedisLimit(RateLimitOptions options, FilterContext context)
    {
        (_options, _redis, _time) = (options, options.Redis!, context.Time);
        _connection = new RedisConnection(_redis, context.Logger);
        _outage = new RedisOutage(_redis.Endpoint, _redis.Unavailable, context.Time, context.Logger);
        _prefix = $"{_redis.Prefix}:{context.Binding}:";
        _script = options.Algorithm switch
        {
            LimitAlgorithm.TokenBucket => RedisScripts.TokenBucket,
            LimitAlgorithm.SlidingWindow => RedisScripts.SlidingWindow,
            _ => RedisScripts.Concurrency,
        };
    }

    /// <summary>Takes a permit of a budget; waits for the server at most as long as the options say.</summary>
    public async ValueTask<LimitOutcome> TakeAsync(string key)
    {
        if (_outage.IsWaiting)
            return LimitOutcome.Unavailable;
        if (_connection.Database is not { } database)
            return _outage.Begin("not connected");
        var name = Name(key);
        var call = _options.Algorithm == LimitAlgorithm.Concurrency ? Guid.NewGuid().ToString("N") : "";
        try
        {
            var answer = (long[]?)await database.ScriptEvaluateAsync(_script, [name], Arguments(call)).WaitAsync(_redis.Timeout, _time);
            if (answer is not [var passed, var remaining, var wait])
                return _outage.Begin("an answer of another shape");
            _outage.End();
            if (passed == 0)
                return LimitOutcome.Over(TimeSpan.FromMilliseconds(wait));
            return LimitOutcome.Passed(remaining, call.Length > 0 ? new RedisLease(database, name, call) : null);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            return _outage.Begin(e.Message);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private RedisValue[] Arguments(string call) => _options.Algorithm switch
    {
        LimitAlgorithm.TokenBucket => [Math.Max(1, (long)(_options.Per.TotalMicroseconds / _options.Permits)), _options.Capacity],
        LimitAlgorithm.SlidingWindow => [(long)_options.Per.TotalMicroseconds, _options.Permits],
        _ => [(long)_redis.Lease.TotalMicroseconds, _options.Permits, call],
    };

    // A digest, since a key may hold what a client sent: of bounded length, and nobody reads tenants' tokens in the server.
    private RedisKey Name(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        return _prefix + Convert.ToHexStringLower(digest[..16]);
    }
}
