namespace CredentialInjection.OAuth;

/// <summary>Grants tokens.</summary>
internal interface ITokenEndpoint
{
    /// <summary>Asks for a token once. Never throws but for cancellation.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="cancellationToken">Cancelled when the filter ends.</param>
    Task<TokenFetch> FetchAsync(ClientCredentials client, CancellationToken cancellationToken);
}
