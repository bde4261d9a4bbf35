using EgressPipeline.Upstream;

namespace EgressPipeline.Http1;

/// <summary>
/// Ends the call that a loop is waiting for from another thread: time is used up, the client left, its body is bad.
/// The first reason wins. Generations keep a late timer of an earlier call from touching a later one: an
/// interrupt that could not be told apart makes the loop drop its connections instead of reusing them.
/// Thread-safe; the loop is the only caller of <see cref="Begin"/>, <see cref="Guard"/> and <see cref="TryEnd"/>.
/// </summary>
internal sealed class CallInterrupt : IDisposable
{
    private const long PeerClosedGraceMilliseconds = 1000;
    private const int ReasonBits = 8;
    private const long ReasonMask = (1 << ReasonBits) - 1;

    private readonly TimeProvider _time;
    private volatile CancellationTokenSource _cancel = new();
    private ITimer? _timer;
    private long _gate;
    private UpstreamConnection? _abortable;
    private volatile bool _done;
    private int _firingThread;
    private int _timerReason;
    private long _timerDue = long.MaxValue;
    private long _peerClosedAt;

    public CallInterrupt(TimeProvider time) => _time = time;

    public CancellationToken Token => _cancel.Token;

    /// <summary>Why the call was ended, or <see cref="EgressErrorReason.None"/>. Waits the instant until the abort itself is through.</summary>
    public EgressErrorReason Reason
    {
        get
        {
            var reason = (EgressErrorReason)(Volatile.Read(ref _gate) & ReasonMask);
            if (reason == EgressErrorReason.None)
                return reason;
            // The abort may have resumed the loop on the very thread that aborts: that one need not wait for itself.
            var spin = new SpinWait();
            while (!_done && Volatile.Read(ref _firingThread) != Environment.CurrentManagedThreadId)
                spin.SpinOnce();
            return reason;
        }
    }

    /// <summary>Starts a call or another try of it.</summary>
    public void Begin()
    {
        if ((Volatile.Read(ref _gate) & ReasonMask) != 0)
            _cancel = new CancellationTokenSource(); // the old one is cancelled, or about to be
        _done = false;
        Volatile.Write(ref _gate, ((_gate >> ReasonBits) + 1) << ReasonBits);
    }

    /// <summary>Ends the call with <paramref name="reason"/> after <paramref name="after"/>, unless disarmed before.</summary>
    public void Arm(TimeSpan after, EgressErrorReason reason)
    {
        after = after < TimeSpan.Zero ? TimeSpan.Zero : after;
        _timerReason = (int)reason;
        Volatile.Write(ref _timerDue, _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency));
        _timer ??= _time.CreateTimer(static state => ((CallInterrupt)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    public void Disarm()
    {
        if (_timerDue == long.MaxValue)
            return;
        Volatile.Write(ref _timerDue, long.MaxValue);
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>From now on an interrupt resets this connection. False when the call was interrupted already.</summary>
    public bool Guard(UpstreamConnection connection)
    {
        Volatile.Write(ref _abortable, connection);
        return Reason == EgressErrorReason.None;
    }

    /// <summary>Takes the connection back. False when an interrupt has reset it or is about to: it must not be reused.</summary>
    public bool TryEnd()
    {
        var mine = Interlocked.Exchange(ref _abortable, null) is not null;
        var gate = Volatile.Read(ref _gate);
        var clean = (gate & ReasonMask) == 0 &&
            Interlocked.CompareExchange(ref _gate, ((gate >> ReasonBits) + 1) << ReasonBits, gate) == gate;
        return mine && clean;
    }

    /// <summary>From now on nothing resets the connection: the call has become a conversation with an end of its own.</summary>
    public void Release() => Interlocked.Exchange(ref _abortable, null);

    /// <summary>Ends the call now.</summary>
    public void Fire(EgressErrorReason reason)
    {
        var gate = Volatile.Read(ref _gate);
        var cancel = _cancel;
        if ((gate & ReasonMask) != 0 || Interlocked.CompareExchange(ref _gate, gate | (long)reason, gate) != gate)
            return;
        Volatile.Write(ref _firingThread, Environment.CurrentManagedThreadId);
        Interlocked.Exchange(ref _abortable, null)?.Interrupt();
        _done = true;
        cancel.Cancel();
    }

    /// <summary>The client sent FIN or reset. It gets a moment for the answer: some clients close their sending side first.</summary>
    public void PeerClosed() => Interlocked.CompareExchange(ref _peerClosedAt, Environment.TickCount64, 0);

    /// <summary>Called now and then: ends the call of a client that has been gone for the grace time.</summary>
    public void OnHeartbeat()
    {
        var closed = Volatile.Read(ref _peerClosedAt);
        if (closed != 0 && Environment.TickCount64 - closed > PeerClosedGraceMilliseconds)
            Fire(EgressErrorReason.ClientClosed);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _cancel.Dispose();
    }

    private void OnTimer()
    {
        // A callback that was under way when its call ended finds no due time, or one of a later call.
        var early = Volatile.Read(ref _timerDue) - _time.GetTimestamp();
        if (early <= _time.TimestampFrequency / 100)
            Fire((EgressErrorReason)_timerReason);
    }
}
