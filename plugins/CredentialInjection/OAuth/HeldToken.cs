using CredentialInjection.Injection;

namespace CredentialInjection.OAuth;

/// <summary>A token in use, with the client it was granted to and when it has to go. Times are timestamps of the clock. Immutable.</summary>
internal sealed record HeldToken(ClientCredentials Client, Credential Credential)
{
    /// <summary>When it was asked for.</summary>
    public required long FetchedAt { get; init; }

    /// <summary>From when on a new one is fetched, while this one is still used.</summary>
    public required long RefreshAt { get; init; }

    /// <summary>From when on it is not used any more.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The default text of a record shows its members; one of these is a secret.</summary>
    public override string ToString() => nameof(HeldToken);
}
