namespace CredentialInjection.OAuth;

/// <summary>Who asks for tokens and how that is proven. Immutable, and compared by reference: other file contents are another client.</summary>
internal sealed class ClientCredentials
{
    public required string ClientId { get; init; }

    /// <summary>The client's password; null with <see cref="SigningKey"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>The client's private key as PEM, for <c>private_key_jwt</c>.</summary>
    public string? SigningKey { get; init; }

    /// <summary>Certificates, as PEM, that the token endpoint's certificate must lead to; null = those of the system.</summary>
    public string? TrustedRoots { get; init; }
}
