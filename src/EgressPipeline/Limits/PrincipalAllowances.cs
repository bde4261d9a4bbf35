using System.Collections.Concurrent;

namespace EgressPipeline.Limits;

/// <summary>
/// One allowance a principal, for so many principals; those that come later share one. Allowances are kept for the life of the limit:
/// one that was forgotten would be a full one again. Safe for concurrent use.
/// </summary>
/// <param name="max">Principals with an allowance of their own.</param>
internal sealed class PrincipalAllowances(int max)
{
    private readonly ConcurrentDictionary<string, Allowance> _own = new(StringComparer.Ordinal);
    private readonly Allowance _overflow = new();
    private int _count;
    private long _overflowed;
    private volatile Found? _last;

    /// <summary>Principals with an allowance of their own.</summary>
    public int Count => Math.Min(Volatile.Read(ref _count), max);

    /// <summary>Calls of principals that share one allowance because there are too many.</summary>
    public long Overflowed => Volatile.Read(ref _overflowed);

    public IEnumerable<KeyValuePair<string, Allowance>> All => _own;

    /// <summary>The allowance that all share who have none of their own.</summary>
    public Allowance Overflow => _overflow;

    public Allowance For(string principal)
    {
        // Most processes serve one workload: the text is the same object call after call.
        if (_last is { } last && ReferenceEquals(last.Principal, principal))
            return last.Allowance;
        if (_own.TryGetValue(principal, out var own) || TryAdd(principal, out own))
        {
            _last = new Found(principal, own);
            return own;
        }
        Interlocked.Increment(ref _overflowed);
        return _overflow;
    }

    private bool TryAdd(string principal, out Allowance own)
    {
        own = _overflow;
        if (Volatile.Read(ref _count) >= max || Interlocked.Increment(ref _count) > max)
            return false;
        var added = new Allowance();
        own = _own.GetOrAdd(principal, added);
        if (!ReferenceEquals(own, added))
            Interlocked.Decrement(ref _count); // another call of the same principal was first
        return true;
    }

    private sealed record Found(string Principal, Allowance Allowance);
}
