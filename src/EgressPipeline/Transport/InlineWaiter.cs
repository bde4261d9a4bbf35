using System.Threading.Tasks.Sources;

namespace EgressPipeline.Transport;

/// <summary>
/// The one continuation of a pipe operation, run inline by whoever signals. It exists because
/// <see cref="ManualResetValueTaskSourceCore{TResult}"/> queues to the thread pool when the signal beats the awaiter,
/// and a thread hop costs more than the work that follows it.
/// </summary>
/// <remarks>
/// Mutable: keep it in a field and never copy it. <see cref="Reset"/> and <see cref="OnCompleted"/> belong to the
/// awaiting side, <see cref="Signal"/> to the one party that won the right to wake it. Neither the synchronisation
/// context nor the execution context is captured: async methods restore their own.
/// </remarks>
internal struct InlineWaiter
{
    private static readonly Action<object?> Signalled = static _ => { };

    private Action<object?>? _continuation;
    private object? _state;
    private short _version;

    /// <summary>Token of the wait that began with the last <see cref="Reset"/>.</summary>
    public readonly short Version => _version;

    /// <summary>Begins a new wait; the previous one must have been awaited or abandoned before it was published.</summary>
    public void Reset()
    {
        _version++;
        _state = null;
        _continuation = null;
    }

    /// <summary>Ends the wait and runs the continuation on this thread when there already is one. Once per wait.</summary>
    public void Signal()
    {
        var continuation = Interlocked.Exchange(ref _continuation, Signalled);
        continuation?.Invoke(_state);
    }

    public readonly ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return ReferenceEquals(Volatile.Read(in _continuation), Signalled) ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token)
    {
        Check(token);
        _state = state;
        if (Interlocked.CompareExchange(ref _continuation, continuation, null) is not null)
            continuation(state); // the signal came between the status check and here: still no thread hop
    }

    public readonly void Check(short token)
    {
        if (token != _version)
            throw new InvalidOperationException("a pipe operation was awaited twice");
    }
}
