namespace CredentialInjection.Aws;

/// <summary>How a service makes the path canonical.</summary>
internal enum PathForm
{
    /// <summary>Dot and empty segments removed, then encoded once more: every service but S3.</summary>
    Normalized,
    /// <summary>Encoded once more as it is.</summary>
    Plain,
    /// <summary>Decoded and encoded once, no segment removed: S3, whose object keys may be anything.</summary>
    ObjectKey,
}
