namespace EgressPipeline.Listening;

/// <summary>
/// One timer for every deadline of the process: 10,000 connections with idle bounds cost one pass over an array every
/// 100 ms and nothing per request. Deadlines are therefore up to one beat late.
/// </summary>
/// <remarks>Thread-safe. Registering allocates only while the set grows beyond any size it had.</remarks>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>Time between two beats.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly Dictionary<IHeartbeatTarget, int> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly Action<Exception>? _targetFailed;
    private readonly ITimer _timer;
    private IHeartbeatTarget[] _targets = new IHeartbeatTarget[64];
    private IHeartbeatTarget[] _beating = [];
    private int _count;
    private int _isBeating;
    private long _now;

    /// <param name="time">The clock and the timer.</param>
    /// <param name="targetFailed">Told about a target that threw: a bug of that target, which must not stop the others' deadlines.</param>
    public Heartbeat(TimeProvider time, Action<Exception>? targetFailed = null)
    {
        _time = time;
        _targetFailed = targetFailed;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(static heartbeat => ((Heartbeat)heartbeat!).Beat(), this, Interval, Interval);
    }

    /// <summary>Milliseconds since this heartbeat was made, as of the last beat. One load: use it for coarse deadlines.</summary>
    public long NowMilliseconds => Volatile.Read(ref _now);

    /// <summary>Targets registered now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Calls <paramref name="target"/> on every beat from now on. Registering twice is once.</summary>
    public void Register(IHeartbeatTarget target)
    {
        lock (_gate)
        {
            if (!_slots.TryAdd(target, _count))
                return;
            if (_count == _targets.Length)
                Array.Resize(ref _targets, _count * 2);
            _targets[_count++] = target;
        }
    }

    /// <summary>Stops calling <paramref name="target"/>; a beat that runs at this moment may still reach it once.</summary>
    public void Unregister(IHeartbeatTarget target)
    {
        lock (_gate)
        {
            if (!_slots.Remove(target, out var slot))
                return;
            var last = _targets[--_count];
            _targets[_count] = null!;
            if (slot == _count)
                return;
            _targets[slot] = last;
            _slots[last] = slot;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Beat()
    {
        var now = (long)_time.GetElapsedTime(_started).TotalMilliseconds;
        Volatile.Write(ref _now, now);
        if (Interlocked.Exchange(ref _isBeating, 1) != 0)
            return; // the last beat is still busy: skip one instead of queueing up
        var count = Snapshot();
        for (var i = 0; i < count; i++)
            Call(_beating[i], now);
        Array.Clear(_beating, 0, count); // a target that went away must not live on here
        Volatile.Write(ref _isBeating, 0);
    }

    // Targets are called outside of the lock: what they cancel may register and unregister others.
    private int Snapshot()
    {
        lock (_gate)
        {
            if (_beating.Length < _count)
                _beating = new IHeartbeatTarget[_targets.Length];
            Array.Copy(_targets, _beating, _count);
            return _count;
        }
    }

    private void Call(IHeartbeatTarget target, long now)
    {
        try
        {
            target.OnHeartbeat(now);
        }
        catch (Exception e)
        {
            _targetFailed?.Invoke(e);
        }
    }
}
