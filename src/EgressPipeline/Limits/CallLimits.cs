namespace EgressPipeline.Limits;

/// <summary>
/// The limits that one call counts for, from its beginning to its end. Made once and used for call after call. Only the call's own flow
/// enters and leaves; meanwhile both of its directions may pass bytes at the same time.
/// </summary>
internal sealed class CallLimits
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private Hold[] _holds = [];
    private int _count;
    private LimitSet? _set;
    private bool _isConnection;
    private long _startedAt;

    /// <summary>The bound that ended the call; null when none did.</summary>
    public LimitRefusal? Refusal { get; private set; }

    /// <summary>True when the bytes of the call matter to some limit.</summary>
    public bool CountsBytes { get; private set; }

    /// <summary>Begins a call: counts for all of its limits, or for none when one of them refuses. False: <see cref="Refusal"/> says why.</summary>
    public bool TryEnter(LimitSet set, in LimitedCall call)
    {
        Leave();
        var rules = set.For(call.Host);
        if (rules.IsEmpty)
            return true;
        _set = set;
        _isConnection = call.IsConnection;
        _startedAt = set.Clock.Now;
        foreach (var rule in rules)
            if (rule.Covers(call) && !TryEnter(rule, call))
                return false;
        for (var i = 0; i < _count; i++)
            if (_holds[i].IsCounted)
                _holds[i].Rule.State.Passed.Increment();
        return true;
    }

    /// <summary>Ends the call. May be called again.</summary>
    public void Leave()
    {
        for (var i = 0; i < _count; i++)
            if (_holds[i].IsCounted)
                _holds[i].Rule.Leave(_holds[i].Allowance, _isConnection);
        Forget();
    }

    /// <summary>Ends a request that the service answered, or had all of its time for: how long it took says how busy the service is.</summary>
    public void Complete()
    {
        for (var i = 0; i < _count; i++)
            if (_holds[i].IsCounted)
                _holds[i].Rule.Complete(_holds[i].Allowance, _startedAt);
        Forget();
    }

    /// <summary>Counts bytes that are about to pass. False when they must not: <see cref="Refusal"/> says why.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isSending">True towards the service.</param>
    /// <param name="wait">How long they must wait first.</param>
    public bool TryPass(long bytes, bool isSending, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (bytes <= 0)
            return true;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var hold = ref _holds[i];
            if (!hold.Rule.CountsBytes)
                continue;
            if (!hold.Rule.TryCount(hold.Allowance, bytes))
            {
                Concede(hold.Rule, hold.Rule.DayIsUsedUp());
                return false;
            }
            var slowed = hold.Rule.Slow(hold.Allowance, bytes, isSending);
            if (slowed > wait)
                wait = slowed;
        }
        return true;
    }

    /// <summary>Waits for a part of what is still to be waited, so that whoever watches for stalls sees it move.</summary>
    /// <returns>What is left to be waited.</returns>
    public async ValueTask<TimeSpan> WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var part = wait < LongestWait ? wait : LongestWait;
        await _set!.Clock.WaitAsync(part, cancellationToken);
        return cancellationToken.IsCancellationRequested ? TimeSpan.Zero : wait - part;
    }

    private void Forget()
    {
        _count = 0;
        CountsBytes = false;
        Refusal = null;
    }

    private bool TryEnter(LimitRule rule, in LimitedCall call)
    {
        var allowance = rule.AllowanceOf(call.Caller);
        var refusal = rule.TryEnter(allowance, call.IsConnection);
        if (refusal is not null && !Concede(rule, refusal))
        {
            Undo(call.IsConnection);
            return false;
        }
        if (_count == _holds.Length)
            Array.Resize(ref _holds, Math.Max(2, _count * 2));
        _holds[_count++] = new Hold(rule, allowance, IsCounted: refusal is null);
        CountsBytes |= rule.CountsBytes;
        return true;
    }

    /// <summary>Counts a refusal. True when the limit only reports it.</summary>
    private bool Concede(LimitRule rule, LimitRefusal refusal)
    {
        if (rule.Plan.IsReport)
        {
            rule.State.WouldRefuse[refusal.Bound].Increment();
            return true;
        }
        rule.State.Refused[refusal.Bound].Increment();
        Refusal = refusal;
        return false;
    }

    private void Undo(bool isConnection)
    {
        for (var i = 0; i < _count; i++)
            if (_holds[i].IsCounted)
                _holds[i].Rule.Undo(_holds[i].Allowance, isConnection);
        _count = 0;
        CountsBytes = false;
    }

    /// <summary>A limit that the call counts for; not counted where it would be refused by a limit that only reports.</summary>
    private readonly record struct Hold(LimitRule Rule, Allowance Allowance, bool IsCounted);
}
