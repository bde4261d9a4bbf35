using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Dns;

/// <summary>An answer in the cache. Times are milliseconds of the cache's clock.</summary>
internal sealed class CachedAnswer(DnsAnswer answer, long storedAt, long freshUntil)
{
    private long _nextQuestion;

    public DnsAnswer Answer { get; } = answer;

    public long StoredAt { get; } = storedAt;

    public long FreshUntil { get; } = freshUntil;

    /// <summary>Until then no name server is asked again, since none answered a moment ago.</summary>
    public long NextQuestion
    {
        get => Volatile.Read(ref _nextQuestion);
        set => Volatile.Write(ref _nextQuestion, value);
    }
}
