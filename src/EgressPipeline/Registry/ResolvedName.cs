using System.Net;

namespace EgressPipeline.Registry;

/// <summary>
/// One name with its current addresses, asked for at first use and then refreshed in the background as its TTL says,
/// until nobody has used it for a while. Old addresses are kept for a bound while the name servers fail. Safe for
/// concurrent use.
/// </summary>
internal sealed class ResolvedName
{
    private readonly Lock _gate = new();
    private readonly NameRefresh _refresh;
    private readonly ITimer _timer;
    private INameListener[] _listeners = [];
    private Task? _asking;
    private volatile IPAddress[] _addresses = [];
    private volatile bool _isCurrent;
    private volatile bool _wasUsed;
    private long _lastUsed;
    private long _answeredAt;
    private TimeSpan _ttl;
    private int _failures;

    public ResolvedName(string name, NameRefresh refresh)
    {
        Name = name;
        _refresh = refresh;
        _lastUsed = refresh.Time.GetTimestamp();
        _timer = refresh.Time.CreateTimer(static state => ((ResolvedName)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name { get; }

    public IPAddress[] Addresses => _addresses;

    /// <summary>Why there is no (new) answer; empty while the last question was answered.</summary>
    public string Problem { get; private set; } = "";

    internal bool HasListeners => Volatile.Read(ref _listeners).Length > 0;

    /// <summary>Marks the name as in use. False when its answer has lapsed and <see cref="RefreshAsync"/> has to be awaited first.</summary>
    public bool TryUse()
    {
        if (!_wasUsed)
            _wasUsed = true;
        return _isCurrent;
    }

    /// <summary>Asks now, or joins the question that is under way. Ends when there is an answer or a failure; never throws but for the token.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource? mine = null;
        Task asking;
        lock (_gate)
        {
            if (_asking is null)
                _asking = (mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            asking = _asking;
        }
        if (mine is not null)
            _ = AskAsync(mine);
        return asking.WaitAsync(cancellationToken);
    }

    internal void Add(INameListener listener)
    {
        lock (_gate)
            _listeners = [.. _listeners, listener];
    }

    internal void Remove(INameListener listener)
    {
        lock (_gate)
            _listeners = Array.FindAll(_listeners, known => known != listener);
        if (_listeners.Length > 0)
            return;
        _isCurrent = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private async Task AskAsync(TaskCompletionSource asked)
    {
        var answer = await _refresh.Resolver.ResolveAsync(Name, CancellationToken.None);
        var changed = Take(answer);
        if (changed)
            foreach (var listener in _listeners)
                listener.OnAddressesChanged();
        lock (_gate)
        {
            _asking = null;
            _isCurrent = true;
            if (_listeners.Length > 0)
                _timer.Change(NextQuestion(answer), Timeout.InfiniteTimeSpan);
        }
        asked.SetResult();
    }

    /// <summary>True when the listeners have something to look at.</summary>
    private bool Take(NameAnswer answer)
    {
        Problem = answer.Problem;
        if (answer.Status == NameStatus.Failed)
            return TakeFailure(answer);
        _failures = 0;
        _answeredAt = _refresh.Time.GetTimestamp();
        _ttl = answer.Ttl;
        var changed = !answer.Addresses.AsSpan().SequenceEqual(_addresses);
        _addresses = answer.Addresses;
        return changed;
    }

    private bool TakeFailure(NameAnswer answer)
    {
        _failures++;
        if (_addresses.Length == 0)
            return false;
        if (_refresh.Time.GetElapsedTime(_answeredAt) <= _ttl + _refresh.StaleFor)
        {
            Log.NameStale(_refresh.Logger, Name, answer.Problem);
            return false;
        }
        Log.NameLost(_refresh.Logger, Name, answer.Problem);
        _addresses = [];
        return true;
    }

    private TimeSpan NextQuestion(NameAnswer answer) => answer.Status switch
    {
        NameStatus.Found => _refresh.AfterAnswer(answer.Ttl),
        NameStatus.NotFound => _refresh.AfterDenial(answer.Ttl),
        _ => _refresh.AfterFailure(_failures),
    };

    private void OnTimer()
    {
        if (_wasUsed)
        {
            _wasUsed = false;
            _lastUsed = _refresh.Time.GetTimestamp();
        }
        if (_refresh.Time.GetElapsedTime(_lastUsed) < NameRefresh.IdleAfter)
            _ = RefreshAsync(CancellationToken.None);
        else
            _isCurrent = false; // the next call asks again
    }
}
