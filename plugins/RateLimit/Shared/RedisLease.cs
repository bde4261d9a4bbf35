using StackExchange.Redis;

namespace RateLimit.Shared;

/// <summary>A call under way that the server counts. When giving it back fails, the server forgets it after its time.</summary>
internal sealed class RedisLease(IDatabase database, RedisKey key, string call) : IDisposable
{
    public void Dispose() => database.SortedSetRemove(key, call, CommandFlags.FireAndForget);
}
