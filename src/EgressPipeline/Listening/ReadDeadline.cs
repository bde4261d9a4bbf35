using System.IO.Pipelines;

namespace EgressPipeline.Listening;

/// <summary>
/// Bounds how long a reader may be waited for: when the time is up the pending read is cancelled. Reusable, one wait
/// at a time, so that a connection needs one for its life.
/// </summary>
/// <remarks>
/// After <see cref="Disarm"/> no cancellation is under way any more; when it returns false one happened, and the
/// reader may still hold it: the caller either saw <see cref="ReadResult.IsCanceled"/> or takes it with a read.
/// </remarks>
internal sealed class ReadDeadline(Heartbeat heartbeat, PipeReader reader) : IHeartbeatTarget
{
    private const int Idle = 0;
    private const int Armed = 1;
    private const int Firing = 2;
    private const int Fired = 3;

    private long _due;
    private int _state;

    /// <summary>Starts the time; accurate to one heartbeat.</summary>
    public void Arm(TimeSpan time)
    {
        // One beat more: the cached clock may be that old, and a deadline may be late but never early.
        _due = heartbeat.NowMilliseconds + (long)time.TotalMilliseconds + (long)Heartbeat.Interval.TotalMilliseconds;
        Volatile.Write(ref _state, Armed);
        heartbeat.Register(this);
    }

    /// <summary>Stops the time. False when it was up already.</summary>
    public bool Disarm()
    {
        heartbeat.Unregister(this);
        if (Interlocked.CompareExchange(ref _state, Idle, Armed) == Armed)
            return true;
        var spin = new SpinWait();
        while (Volatile.Read(ref _state) == Firing)
            spin.SpinOnce();
        return Interlocked.Exchange(ref _state, Idle) != Fired;
    }

    void IHeartbeatTarget.OnHeartbeat(long nowMilliseconds)
    {
        if (nowMilliseconds < Volatile.Read(ref _due) || Interlocked.CompareExchange(ref _state, Firing, Armed) != Armed)
            return;
        // The state is settled first: cancelling runs the reader's continuation, which disarms, on this very thread.
        Volatile.Write(ref _state, Fired);
        reader.CancelPendingRead();
    }
}
