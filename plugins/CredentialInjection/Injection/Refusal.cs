namespace CredentialInjection.Injection;

/// <summary>Why a request goes no further.</summary>
internal enum Refusal
{
    /// <summary>It goes on.</summary>
    None,
    /// <summary>The secret is missing or unreadable.</summary>
    NoSecret,
    /// <summary>The token endpoint gives no token.</summary>
    NoToken,
    /// <summary>The token endpoint does not answer in time.</summary>
    TokenLate,
    /// <summary>Too many requests wait for a token already.</summary>
    TooManyWaiting,
    /// <summary>The connection to the service is not verified TLS, and nobody said that this is well.</summary>
    Plaintext,
    /// <summary>A route leads to a service that the options do not name.</summary>
    OtherService,
    /// <summary>The head of the request has no room, or no form, for the credential.</summary>
    NoRoom,
    /// <summary>The application signs its body itself, with keys it does not have.</summary>
    SignedByApplication,
    /// <summary>The answer shows the credential where it cannot be removed.</summary>
    Reflected,
}
