namespace CredentialInjection.OAuth;

/// <summary>How a client proves itself to the token endpoint.</summary>
public enum ClientAuthentication
{
    /// <summary>Id and secret in an Authorization header (<c>client_secret_basic</c>).</summary>
    Basic,
    /// <summary>Id and secret in the form (<c>client_secret_post</c>).</summary>
    Post,
    /// <summary>A signed statement in the form (<c>private_key_jwt</c>).</summary>
    PrivateKeyJwt,
}
