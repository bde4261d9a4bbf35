namespace CredentialInjection.Options;

/// <summary>Whether the body is covered by the signature.</summary>
public enum PayloadSigning
{
    /// <summary>The body is held, up to a bound, and its hash is signed.</summary>
    Signed,
    /// <summary>The body streams; <c>UNSIGNED-PAYLOAD</c> is signed in place of its hash. Few services besides S3 accept that.</summary>
    Unsigned,
}
