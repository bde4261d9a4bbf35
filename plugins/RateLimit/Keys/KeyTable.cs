using System.Collections.Concurrent;

namespace RateLimit.Keys;

/// <summary>
/// One string per budget in use, so that a call whose budget is known allocates none. Bounded: when it is full, new keys
/// share one budget until it is begun anew. Safe for concurrent use.
/// </summary>
internal sealed class KeyTable(int capacity, TimeProvider time)
{
    /// <summary>The budget of everybody who comes when the table is full.</summary>
    public const string Shared = "*";

    // A full table is emptied, not swept: the keys of budgets in use are back with their next call, and the budgets
    // themselves are kept elsewhere under the same text.
    private static readonly TimeSpan BeganAnewAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private long _begun = time.GetTimestamp();

    public int Count => _keys.Count;

    public string Intern(ReadOnlySpan<char> key)
    {
        var lookup = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(key, out var known))
            return known;
        if (_keys.Count >= capacity && !BeginAnew())
            return Shared;
        return _keys.GetOrAdd(key.ToString(), static text => text);
    }

    private bool BeginAnew()
    {
        var begun = Volatile.Read(ref _begun);
        if (time.GetElapsedTime(begun) < BeganAnewAfter || Interlocked.CompareExchange(ref _begun, time.GetTimestamp(), begun) != begun)
            return false;
        _keys.Clear();
        return true;
    }
}
