namespace CredentialInjection.OAuth;

/// <summary>When tokens are fetched, and how much may wait for one. Immutable.</summary>
internal sealed record RefreshOptions
{
    /// <summary>How long before its end a token is replaced; shorter for short-lived tokens.</summary>
    public TimeSpan Ahead { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lifetime of a token whose endpoint does not say.</summary>
    public TimeSpan AssumedLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time that a request waits for a token.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most requests that wait at once.</summary>
    public int MaxWaiting { get; init; } = 1000;

    /// <summary>Pause after the first failure in a row; doubled by each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Least age of a token that a 401 of the service can end, so that a service that always says 401 does not cause a call a request.</summary>
    public TimeSpan MinAge { get; init; } = TimeSpan.FromSeconds(30);
}
