using CredentialInjection.Injection;

namespace CredentialInjection.Aws;

/// <summary>One AWS access key. Immutable, and compared by reference: other file contents make other keys.</summary>
internal sealed class AwsKeys
{
    public AwsKeys(byte[] accessKeyId, byte[] secretAccessKey, byte[] sessionToken)
    {
        (AccessKeyId, SecretAccessKey, SessionToken) = (accessKeyId, secretAccessKey, sessionToken);
        Credential = new Credential(sessionToken, sessionToken);
    }

    /// <summary>The public half, which is sent.</summary>
    public byte[] AccessKeyId { get; }

    /// <summary>The secret half, which never is.</summary>
    public byte[] SecretAccessKey { get; }

    /// <summary>Sent with temporary keys; empty for permanent ones.</summary>
    public byte[] SessionToken { get; }

    /// <summary>What of it is sent and must not come back.</summary>
    public Credential Credential { get; }
}
