using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Outliers;

/// <summary>
/// Passive health checking of one endpoint group with Envoy's arithmetic. Errors eject inline, at the exact threshold;
/// endpoints come back only at interval ticks. The timer runs only while an endpoint is out or its multiplier has not
/// decayed, in the phase it would have had all along. Safe for concurrent use.
/// </summary>
internal sealed class OutlierDetector : IDisposable
{
    private static readonly TimeSpan LongestEjection = TimeSpan.FromSeconds(300);

    private readonly Lock _gate = new();
    private readonly OutlierPlan _plan;
    private readonly EndpointGroup _group;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _started;
    private readonly TimeSpan _maxEjection;
    private readonly HashSet<EndpointState> _watched = [];
    private long _ejections;
    private long _overflows;

    public OutlierDetector(OutlierPlan plan, EndpointGroup group, TimeProvider time)
    {
        _plan = plan;
        _group = group;
        _time = time;
        _started = time.GetTimestamp();
        _maxEjection = plan.BaseEjectionTime > LongestEjection ? plan.BaseEjectionTime : LongestEjection;
        _timer = time.CreateTimer(static state => ((OutlierDetector)state!).OnInterval(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Endpoints ejected so far.</summary>
    public long Ejections => Interlocked.Read(ref _ejections);

    /// <summary>Ejections not done because too many endpoints were out already.</summary>
    public long Overflows => Interlocked.Read(ref _overflows);

    /// <summary>Counts an outcome. Without errors this only reads.</summary>
    public void Record(EndpointState endpoint, EndpointOutcome outcome)
    {
        switch (outcome)
        {
            case EndpointOutcome.Success:
                endpoint.Health.Reset5xx();
                endpoint.Health.ResetGateway();
                endpoint.Health.ResetLocalOrigin();
                break;
            case EndpointOutcome.ServerError or EndpointOutcome.GatewayError:
                endpoint.Health.ResetLocalOrigin(); // it answered, so it was reached
                RecordServerError(endpoint, outcome == EndpointOutcome.GatewayError);
                break;
            case EndpointOutcome.ConnectFailure or EndpointOutcome.Timeout or EndpointOutcome.Reset:
                if (_plan.SplitLocalOrigin)
                    RecordLocalOrigin(endpoint);
                else
                    RecordServerError(endpoint, isGateway: true);
                break;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void RecordServerError(EndpointState endpoint, bool isGateway)
    {
        if (!isGateway)
            endpoint.Health.ResetGateway();
        else if (endpoint.Health.AddGateway() == _plan.ConsecutiveGateway)
            TryEject(endpoint, endpoint.Health.ResetGateway);
        if (endpoint.Health.Add5xx() == _plan.Consecutive5xx)
            TryEject(endpoint, endpoint.Health.Reset5xx);
    }

    private void RecordLocalOrigin(EndpointState endpoint)
    {
        if (endpoint.Health.AddLocalOrigin() == _plan.ConsecutiveLocalOrigin)
            TryEject(endpoint, endpoint.Health.ResetLocalOrigin);
    }

    /// <param name="endpoint">Reached a threshold.</param>
    /// <param name="resetCounter">Starts the next bout, whether or not this one ejects.</param>
    private void TryEject(EndpointState endpoint, Action resetCounter)
    {
        lock (_gate)
        {
            var all = _group.View.All;
            if (endpoint.IsEjected || Array.IndexOf(all, endpoint) < 0)
                return;
            if (MayEject(all))
                Eject(endpoint);
            else
                Interlocked.Increment(ref _overflows);
            resetCounter();
        }
        _group.HealthChanged();
    }

    /// <summary>One may always go while another stays; more only within the percentage.</summary>
    private bool MayEject(EndpointState[] all)
    {
        var ejected = all.Count(static endpoint => endpoint.IsEjected);
        if (ejected + 1 >= all.Length)
            return false;
        return ejected == 0 || 100.0 * (ejected + 1) / all.Length <= _plan.MaxEjectionPercent;
    }

    private void Eject(EndpointState endpoint)
    {
        var health = endpoint.Health;
        health.Eject(_time.GetTimestamp());
        if (_plan.BaseEjectionTime * health.Backoff < _maxEjection + _plan.BaseEjectionTime)
            health.Backoff++;
        Interlocked.Increment(ref _ejections);
        if (_watched.Count == 0)
            StartTimer();
        _watched.Add(endpoint);
    }

    private void StartTimer()
    {
        var sinceTick = TimeSpan.FromTicks(_time.GetElapsedTime(_started).Ticks % _plan.Interval.Ticks);
        _timer.Change(_plan.Interval - sinceTick, _plan.Interval);
    }

    private void OnInterval()
    {
        lock (_gate)
        {
            foreach (var endpoint in _watched)
                Review(endpoint.Health);
            _watched.RemoveWhere(static endpoint => !endpoint.IsEjected && endpoint.Health.Backoff == 0);
            if (_watched.Count == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        _group.HealthChanged();
    }

    private void Review(OutlierState health)
    {
        if (!health.IsEjected)
        {
            health.Backoff = Math.Max(0, health.Backoff - 1);
            return;
        }
        var wanted = _plan.BaseEjectionTime * health.Backoff;
        var ejectionTime = wanted < _maxEjection ? wanted : _maxEjection;
        if (_time.GetElapsedTime(health.EjectedAt) >= ejectionTime)
            health.Readmit();
    }
}
