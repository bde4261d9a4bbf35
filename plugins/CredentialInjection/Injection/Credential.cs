namespace CredentialInjection.Injection;

/// <summary>
/// What is put into a request in place of a secret that the application does not have. Immutable, and compared by reference: other file
/// contents are another credential.
/// </summary>
internal sealed class Credential
{
    /// <summary>Shorter texts are not looked for in answers: they stand there by chance.</summary>
    public const int LeastSecretBytes = 4;

    /// <param name="value">As it is sent, in a header or, percent-encoded, in a query.</param>
    /// <param name="secrets">The texts that an answer must not show.</param>
    public Credential(byte[] value, params ReadOnlySpan<byte[]> secrets)
    {
        Value = value;
        var kept = new List<byte[]>();
        foreach (var secret in secrets)
            if (secret.Length >= LeastSecretBytes)
                kept.Add(secret);
        Secrets = [.. kept.OrderByDescending(secret => secret.Length)];
    }

    public byte[] Value { get; }

    /// <summary>The texts that an answer must not show; the longest first, so that a part does not hide the whole.</summary>
    public byte[][] Secrets { get; }
}
