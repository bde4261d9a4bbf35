using Microsoft.Extensions.ObjectPool;

namespace EgressPipeline.Upstream;

/// <summary>
/// Token sources that are used again: a connection attempt needs one for some milliseconds, and a source with its timer costs more to make
/// than to set anew. Safe for concurrent use.
/// </summary>
internal sealed class DeadlinePool(TimeProvider time)
{
    private const int MaxSpare = 64;

    private readonly ObjectPool<CancellationTokenSource> _spare = new DefaultObjectPool<CancellationTokenSource>(new Policy(time), MaxSpare);

    /// <summary>One that is cancelled after a time, for the caller until <see cref="Return"/>.</summary>
    public CancellationTokenSource Rent(TimeSpan deadline)
    {
        var source = _spare.Get();
        source.CancelAfter(deadline);
        return source;
    }

    /// <summary>Takes it back. Nobody may use its token any more.</summary>
    public void Return(CancellationTokenSource source) => _spare.Return(source);

    private sealed class Policy(TimeProvider time) : IPooledObjectPolicy<CancellationTokenSource>
    {
        public CancellationTokenSource Create() => new(Timeout.InfiniteTimeSpan, time);

        public bool Return(CancellationTokenSource obj)
        {
            if (obj.TryReset())
                return true;
            obj.Dispose();
            return false;
        }
    }
}
