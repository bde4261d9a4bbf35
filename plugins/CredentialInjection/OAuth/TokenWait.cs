using CredentialInjection.Injection;

namespace CredentialInjection.OAuth;

/// <summary>How waiting for a token ended.</summary>
/// <param name="Credential">The token; null when there is none.</param>
/// <param name="Refusal">Why there is none.</param>
internal readonly record struct TokenWait(Credential? Credential, Refusal Refusal)
{
    public static TokenWait Good(Credential token) => new(token, Refusal.None);

    public static TokenWait Bad(Refusal refusal) => new(null, refusal);
}
