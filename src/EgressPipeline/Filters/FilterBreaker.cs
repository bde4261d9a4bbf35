using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>
/// Takes a filter out of service that fails again and again, so that requests do not wait for its deadline one after the other. Closed: every
/// call goes; open: none; after the cooldown one call tries, and decides. Lock-free.
/// </summary>
internal sealed class FilterBreaker(BreakerPlan plan, BreakerAlarm alarm, TimeProvider time)
{
    private readonly long _cooldown = (long)(plan.Cooldown.TotalSeconds * time.TimestampFrequency);
    private int _failures;
    private long _openUntil;

    /// <summary>True while calls are held back.</summary>
    public bool IsOpen => Volatile.Read(ref _openUntil) != 0;

    /// <summary>True when the filter may be called.</summary>
    public bool TryEnter()
    {
        var until = Volatile.Read(ref _openUntil);
        return until == 0 || TryProbe(until);
    }

    /// <summary>A call went well.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0 || Interlocked.Exchange(ref _failures, 0) == 0)
            return;
        Volatile.Write(ref _openUntil, 0);
        alarm.Clear();
    }

    /// <summary>A call failed. True when this opened the breaker.</summary>
    public bool Failed()
    {
        var failures = Interlocked.Increment(ref _failures);
        if (failures == 1)
            alarm.Raise();
        if (plan.Failures == 0 || failures < plan.Failures)
            return false;
        Volatile.Write(ref _openUntil, time.GetTimestamp() + _cooldown);
        return failures == plan.Failures;
    }

    // One caller wins the probe; the others wait another cooldown, or until it went well.
    private bool TryProbe(long until)
    {
        var now = time.GetTimestamp();
        return now >= until && Interlocked.CompareExchange(ref _openUntil, now + _cooldown, until) == until;
    }
}
