using CredentialInjection.Injection;

namespace CredentialInjection.OAuth;

/// <summary>A token as a token endpoint granted it. Immutable.</summary>
internal sealed class AccessToken
{
    /// <summary>Longest lifetime that is believed.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    /// <summary>For the Authorization header, <c>Bearer …</c>.</summary>
    public required Credential Credential { get; init; }

    /// <summary>How long it is good, counted from the answer; above zero, at most <see cref="MaxLifetime"/>. Null when the endpoint did not say.</summary>
    public required TimeSpan? Lifetime { get; init; }
}
