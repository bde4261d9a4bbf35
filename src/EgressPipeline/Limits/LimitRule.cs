using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Limits;

/// <summary>One limit of a plan together with what is counted for it. Safe for concurrent use; 0 allocations unless it refuses.</summary>
internal sealed class LimitRule
{
    private readonly HostScope _scope;
    private readonly LimitClock _clock;
    private readonly Rate _requests;
    private readonly Rate _connections;
    private readonly Bandwidth _bandwidth;
    private readonly long _depth;
    private readonly Gradient? _gradient;

    public LimitRule(LimitPlan plan, EgressPlan owner, LimitState state, LimitClock clock)
    {
        Plan = plan;
        State = state;
        _clock = clock;
        _scope = HostScope.Of(plan.Hosts, owner);
        _requests = Rate.Of(plan.Requests);
        _connections = Rate.Of(plan.Connections);
        _bandwidth = new Bandwidth(plan.BytesPerSecond);
        _gradient = state.GradientFor(plan.Adaptive);
        _depth = _bandwidth.IsBounded ? _bandwidth.Depth : 0;
    }

    public LimitPlan Plan { get; }

    public LimitState State { get; }

    /// <summary>True when bytes matter to it.</summary>
    public bool CountsBytes => _bandwidth.IsBounded || Plan.BytesPerDay > 0;

    /// <summary>True when some call to the host may count for it.</summary>
    public bool MayCover(HostPlan host) => _scope.Covers(host);

    public bool Covers(in LimitedCall call) => Plan.IsFor(call.Port, call.Caller) && _scope.Covers(call.Host, call.Name);

    public Allowance AllowanceOf(CallerIdentity caller) => Plan.PerPrincipal ? State.Principals.For(caller.Principal) : State.Shared;

    /// <summary>Counts a call that begins. Null when it may; nothing is counted otherwise.</summary>
    public LimitRefusal? TryEnter(Allowance allowance, bool isConnection)
    {
        if (Plan.BytesPerDay > 0 && allowance.Bytes.On(_clock.Day) >= Plan.BytesPerDay)
            return new LimitRefusal(Plan, LimitBound.BytesPerDay, _clock.LeftOfDay);
        if (!allowance.Calls.TryTake(Plan.Concurrency > 0 ? Plan.Concurrency : int.MaxValue))
            return new LimitRefusal(Plan, LimitBound.Concurrency, TimeSpan.Zero);
        if (!isConnection && _gradient is not null && !_gradient.TryEnter(_clock.Now))
        {
            allowance.Calls.Leave();
            return new LimitRefusal(Plan, LimitBound.AdaptiveConcurrency, TimeSpan.Zero);
        }
        var rate = isConnection ? _connections : _requests;
        if (!rate.IsBounded)
            return null;
        var missing = (isConnection ? allowance.Connections : allowance.Requests).TryTake(_clock.Now, rate.Cost, rate.Depth);
        if (missing == 0)
            return null;
        Leave(allowance, isConnection);
        return new LimitRefusal(Plan, isConnection ? LimitBound.Connections : LimitBound.Requests, LimitClock.Duration(missing));
    }

    /// <summary>Takes back what <see cref="TryEnter"/> counted: another limit refuses the call.</summary>
    public void Undo(Allowance allowance, bool isConnection)
    {
        Leave(allowance, isConnection);
        var rate = isConnection ? _connections : _requests;
        if (rate.IsBounded)
            (isConnection ? allowance.Connections : allowance.Requests).GiveBack(rate.Cost);
    }

    /// <summary>Ends a call that counted and whose time says nothing about the service.</summary>
    public void Leave(Allowance allowance, bool isConnection)
    {
        allowance.Calls.Leave();
        if (!isConnection)
            _gradient?.Cancel();
    }

    /// <summary>Ends a request that counted and that the service had its time for.</summary>
    public void Complete(Allowance allowance, long startedAt)
    {
        allowance.Calls.Leave();
        _gradient?.Complete(startedAt, _clock.Now);
    }

    /// <summary>Counts bytes that are about to pass. False when the day's bytes are used up; never for a limit that only reports.</summary>
    public bool TryCount(Allowance allowance, long bytes) =>
        Plan.BytesPerDay == 0 || allowance.Bytes.TryAdd(_clock.Day, bytes, Plan.IsReport ? DayCounter.MaxBytes : Plan.BytesPerDay);

    public LimitRefusal DayIsUsedUp() => new(Plan, LimitBound.BytesPerDay, _clock.LeftOfDay);

    /// <summary>How long bytes must wait before they pass.</summary>
    public TimeSpan Slow(Allowance allowance, long bytes, bool isSending)
    {
        if (!_bandwidth.IsBounded || Plan.IsReport)
            return TimeSpan.Zero;
        var wait = (isSending ? allowance.Sent : allowance.Received).Take(_clock.Now, _bandwidth.CostOf(bytes), _depth);
        if (wait == 0)
            return TimeSpan.Zero;
        var duration = LimitClock.Duration(wait);
        State.SlowedMilliseconds.Add((long)duration.TotalMilliseconds);
        return duration;
    }
}
