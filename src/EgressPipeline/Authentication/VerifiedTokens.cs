using System.Collections.Concurrent;

namespace EgressPipeline.Authentication;

/// <summary>
/// Remembers tokens that were verified, by their SHA-256: a token that comes again costs a hash and a look. Bounded: what was not
/// used while as many others came as it holds is forgotten. Safe for concurrent use; a hit allocates nothing.
/// </summary>
internal sealed class VerifiedTokens
{
    /// <summary>Tokens of one generation; two are kept.</summary>
    public const int Capacity = 2048;

    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<TokenHash, VerifiedToken> _young = new();
    private volatile ConcurrentDictionary<TokenHash, VerifiedToken> _old = new();
    private int _count;

    public VerifiedToken? Find(in TokenHash hash)
    {
        if (_young.TryGetValue(hash, out var token))
            return token;
        if (!_old.TryGetValue(hash, out token))
            return null;
        Add(hash, token);
        return token;
    }

    public void Add(in TokenHash hash, VerifiedToken token)
    {
        lock (_lock)
        {
            if (_count >= Capacity)
            {
                _old = _young;
                _young = new();
                _count = 0;
            }
            if (_young.TryAdd(hash, token))
                _count++;
            else
                _young[hash] = token;
        }
    }
}
