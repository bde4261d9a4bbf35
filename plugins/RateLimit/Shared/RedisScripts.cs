namespace RateLimit.Shared;

/// <summary>
/// The counting, done by the server so that it is atomic and goes by one clock. Each script answers
/// <c>{passed, remaining, milliseconds until it is worth trying again}</c>. Numbers are written with %.0f: Lua would
/// round microseconds since 1970 to 14 digits.
/// </summary>
internal static class RedisScripts
{
    private const string Now = "local t = redis.call('TIME') local now = tonumber(t[1]) * 1000000 + tonumber(t[2]) ";

    /// <summary>Generic cell rate algorithm: a token bucket that is one number. ARGV: microseconds a permit, capacity.</summary>
    public const string TokenBucket = Now + """
        local interval, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
        local full_at = tonumber(redis.call('GET', KEYS[1]) or now)
        if full_at < now then full_at = now end
        local allowed_at = full_at + interval - capacity * interval
        if allowed_at > now then return {0, 0, math.ceil((allowed_at - now) / 1000)} end
        redis.call('SET', KEYS[1], string.format('%.0f', full_at + interval), 'PX', math.ceil((full_at + interval - now) / 1000) + 1)
        return {1, math.floor((now - allowed_at) / interval), 0}
        """;

    /// <summary>The count of this window and its share of the one before. ARGV: window in microseconds, permits.</summary>
    public const string SlidingWindow = Now + """
        local window, permits = tonumber(ARGV[1]), tonumber(ARGV[2])
        local number, into = math.floor(now / window), now % window
        local state = redis.call('HMGET', KEYS[1], 'n', 'c', 'p')
        local last, current, previous = tonumber(state[1] or -1), tonumber(state[2] or 0), tonumber(state[3] or 0)
        if last ~= number then
          if last == number - 1 then previous = current else previous = 0 end
          current = 0
        end
        local used = previous * (1 - into / window) + current
        if used + 1 > permits then
          local free_at = window
          if current + 1 <= permits then free_at = (1 - (permits - 1 - current) / previous) * window end
          return {0, 0, math.max(1, math.ceil((free_at - into) / 1000))}
        end
        redis.call('HSET', KEYS[1], 'n', string.format('%.0f', number), 'c', current + 1, 'p', previous)
        redis.call('PEXPIRE', KEYS[1], math.ceil(window / 500))
        return {1, math.floor(permits - used - 1), 0}
        """;

    /// <summary>The calls under way, each with the time at which it no longer counts. ARGV: lease in microseconds, permits, id of the call.</summary>
    public const string Concurrency = Now + """
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
        local running = redis.call('ZCARD', KEYS[1])
        if running >= tonumber(ARGV[2]) then return {0, 0, 0} end
        redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[1])), ARGV[3])
        redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[1]) / 1000))
        return {1, tonumber(ARGV[2]) - running - 1, 0}
        """;
}
