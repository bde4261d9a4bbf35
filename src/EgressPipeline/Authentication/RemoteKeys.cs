namespace EgressPipeline.Authentication;

/// <summary>
/// Keys that are fetched: when a request first needs them, again in the background while requests come, and at once when a token is
/// signed by a key that is not among them. One call at a time, pauses between calls, a bounded number of requests that wait for a
/// bounded time. Keys that could not be had anew for long are not used any more. Safe for concurrent use; having keys costs no lock.
/// </summary>
internal sealed class RemoteKeys : IKeySource
{
    /// <summary>From this age on keys are fetched again; Envoy's age for remote key sets.</summary>
    public static readonly TimeSpan RefreshAge = TimeSpan.FromMinutes(5);

    /// <summary>Keys of this age are not used any more: whoever took one back must be heard.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Between two calls for the sake of unknown keys, which anybody can make up.</summary>
    public static readonly TimeSpan MinPause = TimeSpan.FromSeconds(5);

    /// <summary>More requests than this do not wait for one call.</summary>
    public const int MaxWaiting = 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly KeyPlace _place;
    private readonly AuthenticationServices _services;
    private readonly Func<KeyPlace, Task<KeyFetch>> _fetchFrom;
    private Held? _held;
    private Task? _fetch; // under the lock
    private long _nextFetchAt; // written under the lock; long.MaxValue while a call is under way
    private int _failures;
    private int _waiting;

    public RemoteKeys(KeyPlace place, AuthenticationServices services)
        : this(place, services, where => KeyFetcher.FetchAsync(where, services.Time, services.Stopping))
    {
    }

    /// <summary>With another way to fetch.</summary>
    internal RemoteKeys(KeyPlace place, AuthenticationServices services, Func<KeyPlace, Task<KeyFetch>> fetchFrom) =>
        (_place, _services, _fetchFrom) = (place, services, fetchFrom);

    public KeySet? Current
    {
        get
        {
            if (Volatile.Read(ref _held) is not { } held)
                return null;
            var now = _services.Time.GetTimestamp();
            var age = _services.Time.GetElapsedTime(held.FetchedAt, now);
            if (age >= RefreshAge && now >= Volatile.Read(ref _nextFetchAt))
                lock (_lock)
                    if (now >= _nextFetchAt)
                        Begin();
            return age < MaxAge ? held.Keys : null;
        }
    }

    public bool MayHaveOthers => Volatile.Read(ref _nextFetchAt) is var next && (next == long.MaxValue || _services.Time.GetTimestamp() >= next);

    public async ValueTask<KeySet?> AskAsync(CancellationToken cancellationToken)
    {
        if (Join() is not { } fetch)
            return Current;
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
                return Current;
            await fetch.WaitAsync(_place.Timeout, _services.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What is in force then is all there is.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        return Current;
    }

    /// <summary>The call under way, a new one, or null during a pause.</summary>
    private Task? Join()
    {
        lock (_lock)
            return _fetch ?? (_services.Time.GetTimestamp() >= _nextFetchAt ? Begin() : null);
    }

    /// <summary>Starts a call, away from the thread of the request; under the lock.</summary>
    private Task Begin()
    {
        Volatile.Write(ref _nextFetchAt, long.MaxValue);
        return _fetch = Task.Factory.StartNew(FetchAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
    }

    private async Task FetchAsync()
    {
        KeyFetch outcome;
        try
        {
            outcome = await _fetchFrom(_place);
        }
        catch (Exception e)
        {
            outcome = KeyFetch.Bad($"the call failed ({e.GetType().Name})");
        }
        lock (_lock)
        {
            _fetch = null;
            if (outcome.Keys is { } keys)
                Accept(keys);
            else
                Pause(outcome.Problem!);
        }
    }

    private void Accept(KeySet keys)
    {
        // The same keys are the same object: what they have verified stays verified.
        var same = _held is { } held && held.Keys.Text == keys.Text ? held.Keys : keys;
        var now = _services.Time.GetTimestamp();
        Volatile.Write(ref _held, new Held(same, now));
        _failures = 0;
        Volatile.Write(ref _nextFetchAt, now + Ticks(MinPause));
        _services.Fetches[KeyFetchResult.Ok].Increment();
    }

    private void Pause(string problem)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(_failures++, 10));
        if (pause > LastPause)
            pause = LastPause;
        Volatile.Write(ref _nextFetchAt, _services.Time.GetTimestamp() + Ticks(pause));
        _services.Fetches[KeyFetchResult.Failed].Increment();
        Log.NoKeys(_services.Logger, _place.Uri, problem, pause.TotalSeconds);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _services.Time.TimestampFrequency);

    private sealed record Held(KeySet Keys, long FetchedAt);
}
