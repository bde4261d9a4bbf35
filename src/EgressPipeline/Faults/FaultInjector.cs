using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Faults;

/// <summary>
/// Injects what a VirtualService's <c>fault</c> asks for: first the delay, then the abort, each drawn by itself as in Envoy.
/// How many calls wait at once is bounded, so that a fault cannot fill the process; beyond the bound calls go on
/// without their delay and are counted. Safe for concurrent use when its random source is.
/// </summary>
internal sealed class FaultInjector
{
    /// <summary>The longest wait that a timer takes, 49 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly TimeProvider _time;
    private readonly EgressMetrics _metrics;
    private readonly Random _random;
    private readonly int _maxDelayed;
    private int _delayed;

    /// <param name="time">For delays.</param>
    /// <param name="metrics">Where injected faults are counted.</param>
    /// <param name="random">Draws which calls are concerned.</param>
    /// <param name="maxDelayed">Calls that may wait at once.</param>
    public FaultInjector(TimeProvider time, EgressMetrics metrics, Random random, int maxDelayed)
    {
        _time = time;
        _metrics = metrics;
        _random = random;
        _maxDelayed = maxDelayed;
        metrics.Registry.Observe("egress_faults_delayed_active", "Calls that wait now because a fault delays them.", MetricKind.Gauge, () => Volatile.Read(ref _delayed));
    }

    /// <summary>Waits where the call is to be delayed, and says whether it is to be aborted. Never throws.</summary>
    /// <param name="fault">What the route asks for.</param>
    /// <param name="gone">Ends the wait: the call is over.</param>
    public async ValueTask<InjectedFault> InjectAsync(FaultPlan fault, CancellationToken gone)
    {
        var waited = fault.Delay is { } delay && Share.IsDrawn(delay.PerMillion, _random) ? await DelayAsync(delay.Duration, gone) : null;
        if (fault.Abort is not { } abort || gone.IsCancellationRequested || !Share.IsDrawn(abort.PerMillion, _random))
            return new InjectedFault(waited, null);
        _metrics.FaultsInjected[FaultKind.Abort].Increment();
        return new InjectedFault(waited, abort);
    }

    private async ValueTask<TimeSpan?> DelayAsync(TimeSpan duration, CancellationToken gone)
    {
        if (Interlocked.Increment(ref _delayed) > _maxDelayed)
        {
            Interlocked.Decrement(ref _delayed);
            _metrics.LimitsHit[LimitKind.DelayedCalls].Increment();
            return null;
        }
        _metrics.FaultsInjected[FaultKind.Delay].Increment();
        var started = _time.GetTimestamp();
        try
        {
            await Task.Delay(duration < Longest ? duration : Longest, _time, gone);
        }
        catch (OperationCanceledException)
        {
            // The caller knows why.
        }
        finally
        {
            Interlocked.Decrement(ref _delayed);
        }
        return _time.GetElapsedTime(started);
    }
}
