namespace EgressPipeline.Transport;

/// <summary>
/// Meeting point of "the peer closed" (event loop) and "call me when it does" (consumer): each callback runs exactly
/// once, whichever comes first.
/// </summary>
internal sealed class PeerCloseSignal
{
    private readonly Lock _gate = new();
    private Action<object?>? _callback;
    private object? _state;
    private volatile bool _closed;

    public bool IsClosed => _closed;

    /// <summary>Replaces the callback; runs it now when the peer has closed already.</summary>
    public void Set(Action<object?>? callback, object? state)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _callback = callback;
                _state = state;
                return;
            }
        }
        callback?.Invoke(state);
    }

    /// <summary>Records the close and runs the callback. True for the first call only.</summary>
    public bool Fire()
    {
        Action<object?>? callback;
        object? state;
        lock (_gate)
        {
            if (_closed)
                return false;
            _closed = true;
            (callback, state) = (_callback, _state);
            (_callback, _state) = (null, null);
        }
        callback?.Invoke(state);
        return true;
    }
}
