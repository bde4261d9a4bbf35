using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Upstream;

namespace EgressPipeline.Outliers;

/// <summary>
/// Passive health checking of one endpoint group with Envoy's arithmetic. Errors eject inline, at the exact threshold;
/// endpoints come back, and are ejected for their success rate, only at interval ticks. Without success rates the timer runs only
/// while an endpoint is out or its multiplier has not decayed, in the phase it would have had all along. Safe for concurrent use.
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
    private readonly UpstreamCounters _counters;

    public OutlierDetector(OutlierPlan plan, EndpointGroup group, UpstreamServices services)
    {
        _plan = plan;
        _group = group;
        _time = services.Time;
        _counters = services.Counters;
        _started = _time.GetTimestamp();
        _maxEjection = plan.BaseEjectionTime > LongestEjection ? plan.BaseEjectionTime : LongestEjection;
        _timer = _time.CreateTimer(static state => ((OutlierDetector)state!).OnInterval(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (CountsSuccess)
            StartTimer();
    }

    /// <summary>Whether endpoints have to count their successes.</summary>
    public bool CountsSuccess => _plan.SuccessRate is not null;

    /// <summary>Looks after an endpoint that was ejected under settings that a reload replaced.</summary>
    public void Adopt(EndpointState endpoint)
    {
        lock (_gate)
            if (endpoint.IsEjected || endpoint.Health.Backoff > 0)
                Watch(endpoint);
    }

    /// <summary>Counts an outcome. Without errors this only reads.</summary>
    public void Record(EndpointState endpoint, EndpointOutcome outcome)
    {
        if (CountsSuccess && outcome != EndpointOutcome.Neutral)
            Count(endpoint.Health, outcome);
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

    private void Count(OutlierState health, EndpointOutcome outcome)
    {
        var reached = outcome is EndpointOutcome.Success or EndpointOutcome.ServerError or EndpointOutcome.GatewayError;
        if (_plan.SplitLocalOrigin)
            health.Connects!.Add(reached);
        if (reached || !_plan.SplitLocalOrigin)
            health.Answers!.Add(outcome == EndpointOutcome.Success);
    }

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
            EjectIfAllowed(endpoint, all);
            resetCounter();
        }
        _group.HealthChanged();
    }

    private bool EjectIfAllowed(EndpointState endpoint, EndpointState[] all)
    {
        if (MayEject(all))
        {
            Eject(endpoint);
            return true;
        }
        _counters.CountEjectionOverflow();
        return false;
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
        _counters.CountEjection();
        Watch(endpoint);
    }

    private void Watch(EndpointState endpoint)
    {
        if (_watched.Count == 0 && !CountsSuccess)
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
        var changed = false;
        lock (_gate)
        {
            foreach (var endpoint in _watched)
                changed |= Review(endpoint.Health);
            _watched.RemoveWhere(static endpoint => !endpoint.IsEjected && endpoint.Health.Backoff == 0);
            if (_plan.SuccessRate is { } rate)
                changed |= EjectBySuccessRate(rate);
            else if (_watched.Count == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        if (changed)
            _group.HealthChanged();
    }

    private bool EjectBySuccessRate(SuccessRatePlan rate)
    {
        var all = _group.View.All;
        var candidates = Array.FindAll(all, static endpoint => !endpoint.IsEjected);
        var changed = false;
        // As in Envoy those that answered badly go first, then those that were not reached.
        foreach (var endpoint in SuccessRate.Outliers(rate, candidates, static endpoint => endpoint.Health.Answers))
            changed |= EjectIfAllowed(endpoint, all);
        if (_plan.SplitLocalOrigin)
            foreach (var endpoint in SuccessRate.Outliers(rate, candidates, static endpoint => endpoint.IsEjected ? null : endpoint.Health.Connects))
                changed |= EjectIfAllowed(endpoint, all);
        return changed;
    }

    /// <summary>True when the endpoint was let in again.</summary>
    private bool Review(OutlierState health)
    {
        if (!health.IsEjected)
        {
            health.Backoff = Math.Max(0, health.Backoff - 1);
            return false;
        }
        var wanted = _plan.BaseEjectionTime * health.Backoff;
        var ejectionTime = wanted < _maxEjection ? wanted : _maxEjection;
        if (_time.GetElapsedTime(health.EjectedAt) < ejectionTime)
            return false;
        health.Readmit();
        return true;
    }
}
