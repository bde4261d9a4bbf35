using EgressPipeline.Policy.Limits;

namespace EgressPipeline.Limits;

/// <summary>
/// Finds how many requests a service bears at once by how long they take, with the arithmetic of Envoy's gradient controller: now and then
/// few are let through and their time is the best one; otherwise every interval's time is compared with it, and the bound goes up or
/// down by their ratio, with some headroom to find out whether more is possible.
/// </summary>
/// <remarks>
/// Safe for concurrent use, lock-free, 0 allocations. It has no timers: what is due is done by the next request that begins or
/// ends, by one of them alone. Nothing looks at it in between.
/// </remarks>
internal sealed class Gradient(AdaptivePlan plan, Random random)
{
    private const int WindowsAtMinimum = 5;
    private const double LeastGradient = 0.5;
    private const double MostGradient = 2;
    private const long UnitsPerMicrosecond = LimitClock.UnitsPerSecond / 1_000_000;

    private readonly LatencyHistogram _samples = new();
    private readonly Places _requests = new();
    private volatile int _limit = plan.MinConcurrency;
    private volatile int _deferred = plan.MinConcurrency;
    private int _windowsAtMinimum;
    private int _busy;
    private double _minRtt;
    private long _epoch;
    private long _windowDue = long.MaxValue;
    private long _measureDue = long.MaxValue;

    public AdaptivePlan Plan => plan;

    /// <summary>Requests that are let through at once now.</summary>
    public int Limit => _limit;

    /// <summary>The best time in microseconds; 0 before the first measurement is over.</summary>
    public double MinRtt => Volatile.Read(ref _minRtt);

    /// <summary>True while the best time is measured.</summary>
    public bool IsMeasuring => _deferred > 0;

    /// <summary>Envoy's step: the bound times the ratio of best and present time, between half and double, and the root of that on top.</summary>
    /// <param name="limit">The bound so far.</param>
    /// <param name="minRtt">The best time.</param>
    /// <param name="sample">The interval's time, in the same unit, above 0.</param>
    /// <param name="plan">Buffer and edges.</param>
    public static int NextLimit(int limit, double minRtt, double sample, AdaptivePlan plan)
    {
        var gradient = Math.Clamp(minRtt * (1 + plan.BufferPercent / 100) / sample, LeastGradient, MostGradient);
        var scaled = limit * gradient;
        return Math.Clamp((int)(scaled + Math.Sqrt(scaled)), plan.MinConcurrency, plan.MaxConcurrency);
    }

    /// <summary>Lets a request through when fewer than <see cref="Limit"/> are under way. True is followed by one Complete or Cancel.</summary>
    public bool TryEnter(long now)
    {
        DoWhatIsDue(now);
        return _requests.TryTake(_limit);
    }

    /// <summary>A request ended whose time says something about the service.</summary>
    /// <param name="startedAt">When it was let through.</param>
    /// <param name="now">Now, in units of <see cref="LimitClock"/>.</param>
    public void Complete(long startedAt, long now)
    {
        DoWhatIsDue(now);
        _requests.Leave();
        // What began before the measurement did so among more requests.
        if (startedAt < Volatile.Read(ref _epoch))
            return;
        if (_samples.Add((now - startedAt) / UnitsPerMicrosecond) >= plan.MinRttRequests && IsMeasuring)
            Alone(now, static (self, at) => self.EndMeasuring(at));
    }

    /// <summary>A request ended whose time says nothing.</summary>
    public void Cancel() => _requests.Leave();

    private void DoWhatIsDue(long now)
    {
        if (now >= Volatile.Read(ref _windowDue) || now >= Volatile.Read(ref _measureDue))
            Alone(now, static (self, at) => self.EndWindow(at));
    }

    private void Alone(long now, Action<Gradient, long> act)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
            return;
        act(this, now);
        Volatile.Write(ref _busy, 0);
    }

    private void EndWindow(long now)
    {
        if (IsMeasuring)
            return;
        if (now >= _windowDue)
        {
            if (_samples.Count > 0)
                Set(NextLimit(_limit, _minRtt, TakeSamples(), plan), now);
            Volatile.Write(ref _windowDue, now + LimitClock.Units(plan.UpdateInterval));
        }
        if (now >= _measureDue)
            BeginMeasuring(now);
    }

    private void BeginMeasuring(long now)
    {
        _windowsAtMinimum = 0;
        _deferred = _limit;
        _limit = plan.MinConcurrency;
        _samples.Clear();
        Volatile.Write(ref _epoch, now);
        Volatile.Write(ref _windowDue, long.MaxValue);
        Volatile.Write(ref _measureDue, long.MaxValue);
    }

    private void EndMeasuring(long now)
    {
        if (!IsMeasuring || _samples.Count < plan.MinRttRequests)
            return;
        Volatile.Write(ref _minRtt, TakeSamples());
        _limit = _deferred;
        _deferred = 0;
        var interval = LimitClock.Units(plan.MinRttInterval);
        Volatile.Write(ref _measureDue, now + interval + (long)(interval * plan.JitterPercent / 100 * random.NextDouble()));
        Volatile.Write(ref _windowDue, now + LimitClock.Units(plan.UpdateInterval));
    }

    private double TakeSamples()
    {
        var time = _samples.Percentile(plan.Percentile);
        _samples.Clear();
        return time;
    }

    // A bound that stays at the minimum may come of a best time that was measured too low: it is measured again.
    private void Set(int limit, long now)
    {
        _windowsAtMinimum = limit == plan.MinConcurrency && _limit == plan.MinConcurrency ? _windowsAtMinimum + 1 : 0;
        _limit = limit;
        if (_windowsAtMinimum >= WindowsAtMinimum)
            Volatile.Write(ref _measureDue, now);
    }
}
