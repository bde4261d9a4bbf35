using System.Collections.Concurrent;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Dns;

/// <summary>
/// Answers by question, bounded in number and size: when the younger half is full it becomes the older one, whose answers
/// are forgotten unless they are used again. Look-ups take no lock and allocate nothing. Safe for concurrent use.
/// </summary>
internal sealed class AnswerCache
{
    /// <summary>Larger answers are not kept, so that the number bounds the memory.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Bounds on how long answers are believed, in seconds: RFC 8767 §4 caps TTLs, RFC 2308 §5 those of "there is none".</summary>
    public const int MaxLifetime = 3600;
    public const int MaxNegativeLifetime = 300;

    private sealed class Half
    {
        public Half()
        {
            ByKey = new ConcurrentDictionary<byte[], CachedAnswer>(KeyComparer.Instance);
            BySpan = ByKey.GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        public ConcurrentDictionary<byte[], CachedAnswer> ByKey { get; }

        public ConcurrentDictionary<byte[], CachedAnswer>.AlternateLookup<ReadOnlySpan<byte>> BySpan { get; }

        public int Count;
    }

    private readonly Lock _turning = new();
    private readonly int _halfSize;
    private volatile Half _young = new();
    private volatile Half _old = new();

    /// <param name="entries">Answers that are kept at most; 0 = none.</param>
    public AnswerCache(int entries) => _halfSize = (entries + 1) / 2;

    /// <summary>Answers kept now.</summary>
    public int Count => Volatile.Read(ref _young.Count) + Volatile.Read(ref _old.Count);

    /// <summary>The answer to a question, fresh or not; null when there is none.</summary>
    public CachedAnswer? Find(ReadOnlySpan<byte> key)
    {
        if (_young.BySpan.TryGetValue(key, out var found))
            return found;
        if (!_old.BySpan.TryGetValue(key, out found))
            return null;
        Store(key.ToArray(), found);
        return found;
    }

    /// <summary>Keeps an answer that may be kept.</summary>
    public void Add(byte[] key, DnsAnswer answer, long now)
    {
        var seconds = Math.Min(answer.Lifetime, answer.Addresses > 0 || answer.Code == DnsCode.NoError && answer.Authorities == 0 ? MaxLifetime : MaxNegativeLifetime);
        if (seconds > 0 && answer.Records.Length <= MaxBytes)
            Store(key, new CachedAnswer(answer, now, now + seconds * 1000L));
    }

    private void Store(byte[] key, CachedAnswer answer)
    {
        if (_halfSize == 0)
            return;
        var half = _young;
        if (Volatile.Read(ref half.Count) >= _halfSize)
            half = Turn(half);
        if (half.ByKey.TryAdd(key, answer))
            Interlocked.Increment(ref half.Count);
        else
            half.ByKey[key] = answer;
    }

    private Half Turn(Half full)
    {
        lock (_turning)
        {
            if (_young == full)
            {
                _old = full;
                _young = new Half();
            }
            return _young;
        }
    }
}
