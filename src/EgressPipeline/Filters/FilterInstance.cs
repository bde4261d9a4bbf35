using Microsoft.Extensions.Logging;

namespace EgressPipeline.Filters;

/// <summary>
/// A filter object with what is kept about it. A binding that a reload leaves as it is keeps its instance, so that what
/// the filter has learnt (buckets, tokens, caches) outlives changes of other policies; the last set that lets go of it disposes it.
/// </summary>
internal sealed class FilterInstance
{
    private readonly CancellationTokenSource _stopping;
    private readonly ILogger _logger;
    private int _uses;

    public FilterInstance(object filter, FilterCounters counters, FilterWatch watch, CancellationTokenSource stopping, ILogger logger)
    {
        Filter = filter;
        Counters = counters;
        Breaker = watch.Breaker;
        Failures = watch.Failures;
        _stopping = stopping;
        _logger = logger;
    }

    public object Filter { get; }

    /// <summary>Equal for bindings that this instance can serve, see <see cref="BoundFilter.Key"/>.</summary>
    public string Key { get; set; } = "";

    public FilterCounters Counters { get; }

    public FilterBreaker Breaker { get; }

    public FailureLog Failures { get; }

    /// <summary>For the filter's own log and for what is said about it.</summary>
    public ILogger Logger => _logger;

    /// <summary>Called by the builder only, which is one at a time.</summary>
    public FilterInstance Use()
    {
        Interlocked.Increment(ref _uses);
        return this;
    }

    /// <summary>Lets go of it; the last one disposes it. Never throws.</summary>
    public async ValueTask ReleaseAsync()
    {
        if (Interlocked.Decrement(ref _uses) > 0)
            return;
        Breaker.Succeeded(); // nobody waits for it any more
        try
        {
            await _stopping.CancelAsync();
            if (Filter is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (Filter is IDisposable disposable)
                disposable.Dispose();
        }
        catch (Exception failure)
        {
            Log.DisposeFailed(_logger, failure);
        }
        finally
        {
            _stopping.Dispose();
        }
    }
}
