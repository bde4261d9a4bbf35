using CredentialInjection.Injection;
using Microsoft.Extensions.Logging;

namespace CredentialInjection.OAuth;

/// <summary>
/// Keeps one good token of a client. It is fetched when a request first needs it and replaced ahead of its end while requests
/// come; an idle workload does not call the endpoint. One call at a time, pauses after failures, a bounded number of requests
/// that wait for a bounded time. Safe for concurrent use; having a token costs no allocation and no lock.
/// </summary>
internal sealed class TokenSource
{
    private readonly Lock _lock = new();
    private readonly Func<ClientCredentials?> _client;
    private readonly ITokenEndpoint _endpoint;
    private readonly RefreshOptions _options;
    private readonly TokenServices _services;
    private HeldToken? _held;
    private Task? _fetch; // under the lock, as is all below
    private long _nextFetchAt; // written under the lock; long.MaxValue while a call is under way
    private int _failures;
    private ClientCredentials? _failedClient;
    private int _waiting;

    /// <param name="client">The client of the moment; null when its files are missing or unreadable.</param>
    /// <param name="endpoint">Grants tokens.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="services">Clock, chance, log and end.</param>
    public TokenSource(Func<ClientCredentials?> client, ITokenEndpoint endpoint, RefreshOptions options, TokenServices services) =>
        (_client, _endpoint, _options, _services) = (client, endpoint, options, services);

    /// <summary>The token when there is a good one, else null.</summary>
    public Credential? TryGet()
    {
        var held = Volatile.Read(ref _held);
        if (held is null || !ReferenceEquals(held.Client, _client()))
            return null;
        var now = _services.Time.GetTimestamp();
        if (now >= held.ExpiresAt)
            return null;
        if (now >= held.RefreshAt && now >= Volatile.Read(ref _nextFetchAt))
            BeginRefresh(held.Client, now);
        return held.Credential;
    }

    /// <summary>Fetches a token, or waits for the call that does.</summary>
    public async ValueTask<TokenWait> WaitAsync(CancellationToken cancellationToken)
    {
        // Twice, because a call under way may be that of a client whose files have changed meanwhile.
        for (var round = 0; round < 2; round++)
        {
            if (TryGet() is { } token)
                return TokenWait.Good(token);
            if (_client() is not { } client)
                return TokenWait.Bad(Refusal.NoSecret);
            if (Join(client) is not { } fetch)
                return TokenWait.Bad(Refusal.NoToken);
            if (await WaitForAsync(fetch, cancellationToken) is var refusal and not Refusal.None)
                return TokenWait.Bad(refusal);
        }
        return TryGet() is { } late ? TokenWait.Good(late) : TokenWait.Bad(Refusal.NoToken);
    }

    /// <summary>The service refused a token: it is replaced ahead of time, if it is not a fresh one.</summary>
    /// <param name="sent">The one that was refused.</param>
    public void Reject(Credential sent)
    {
        lock (_lock)
        {
            var now = _services.Time.GetTimestamp();
            if (_held is { } held && ReferenceEquals(held.Credential, sent) && _services.Time.GetElapsedTime(held.FetchedAt, now) >= _options.MinAge && held.RefreshAt > now)
                Volatile.Write(ref _held, held with { RefreshAt = now });
        }
    }

    private void BeginRefresh(ClientCredentials client, long now)
    {
        lock (_lock)
            if (now >= _nextFetchAt)
                Begin(client);
    }

    /// <summary>The call under way, a new one, or null during the pause after a failure.</summary>
    private Task? Join(ClientCredentials client)
    {
        lock (_lock)
        {
            if (_fetch is { } running)
                return running;
            var paused = ReferenceEquals(_failedClient, client) && _services.Time.GetTimestamp() < _nextFetchAt;
            return paused ? null : Begin(client);
        }
    }

    /// <summary>Starts a call, away from the thread of the request; under the lock.</summary>
    private Task Begin(ClientCredentials client)
    {
        Volatile.Write(ref _nextFetchAt, long.MaxValue);
        return _fetch = Task.Factory.StartNew(() => FetchAsync(client), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
    }

    private async Task FetchAsync(ClientCredentials client)
    {
        var startedAt = _services.Time.GetTimestamp();
        TokenFetch outcome;
        try
        {
            outcome = await _endpoint.FetchAsync(client, _services.Stopping);
        }
        catch (Exception e)
        {
            outcome = TokenFetch.Bad($"the call failed ({e.GetType().Name})");
        }
        lock (_lock)
        {
            _fetch = null;
            if (outcome.Token is { } token)
                Accept(client, token, startedAt);
            else
                Pause(client, outcome);
        }
    }

    private void Accept(ClientCredentials client, AccessToken token, long startedAt)
    {
        var lifetime = token.Lifetime ?? _options.AssumedLifetime;
        // What is sent a moment before the end would arrive after it.
        var usable = lifetime - Least(TimeSpan.FromSeconds(10), lifetime / 10);
        var ahead = Least(_options.Ahead, lifetime / 4) * (1 + (0.1 * _services.Random()));
        Volatile.Write(ref _held, new HeldToken(client, token.Credential)
        {
            FetchedAt = startedAt,
            RefreshAt = startedAt + Ticks(usable - ahead),
            ExpiresAt = startedAt + Ticks(usable),
        });
        _services.Granted.Increment();
        TokenLog.Fetched(_services.Logger, lifetime.TotalSeconds);
        _failures = 0;
        _failedClient = null;
        Volatile.Write(ref _nextFetchAt, 0);
    }

    private void Pause(ClientCredentials client, TokenFetch outcome)
    {
        _failures = ReferenceEquals(_failedClient, client) ? _failures + 1 : 1;
        _failedClient = client;
        var pause = FetchPause.After(_failures, outcome.RetryAfter, _options, _services.Random());
        Volatile.Write(ref _nextFetchAt, _services.Time.GetTimestamp() + Ticks(pause));
        _services.Failed.Increment();
        TokenLog.NotFetched(_services.Logger, outcome.Problem!, pause.TotalSeconds);
    }

    private async ValueTask<Refusal> WaitForAsync(Task fetch, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > _options.MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Refusal.TooManyWaiting;
        }
        try
        {
            await fetch.WaitAsync(_options.MaxWait, _services.Time, cancellationToken);
            return Refusal.None;
        }
        catch (TimeoutException)
        {
            return Refusal.TokenLate;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _services.Time.TimestampFrequency);
}
