using EgressPipeline.Hosting;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Http1;

/// <summary>Holds a client to its least rate while it sends a body, counting only the time that was spent waiting for it.</summary>
/// <remarks>The flow that reads the body writes, the heartbeat's thread reads.</remarks>
internal sealed class BodyRateWatch(SidecarServices services, CallInterrupt interrupt)
{
    private long _waitedMilliseconds;
    private long _lastBeat = -1;
    private volatile bool _waiting;

    /// <summary>True while the client is waited for.</summary>
    public bool IsWaiting
    {
        get => _waiting;
        set => _waiting = value;
    }

    /// <summary>Starts a body.</summary>
    public void Begin()
    {
        _waitedMilliseconds = 0;
        _lastBeat = -1;
    }

    /// <summary>Called about every 100 ms. True when the client was too slow; its call has been ended then.</summary>
    /// <param name="nowMilliseconds">The heartbeat's clock.</param>
    /// <param name="received">Bytes of the body so far.</param>
    public bool OnHeartbeat(long nowMilliseconds, long received)
    {
        var limits = services.Options.Limits;
        var since = _lastBeat < 0 ? 0 : nowMilliseconds - _lastBeat;
        _lastBeat = nowMilliseconds;
        if (!_waiting || limits.MinBodyRate == 0)
            return false;
        _waitedMilliseconds += since;
        if (_waitedMilliseconds < limits.BodyRateGrace.TotalMilliseconds || received * 1000 / _waitedMilliseconds >= limits.MinBodyRate)
            return false;
        services.Metrics.LimitsHit[LimitKind.BodyRate].Increment();
        interrupt.Fire(EgressErrorReason.ClientTimeout);
        return true;
    }
}
