namespace DataGuard.Codings;

/// <summary>How a body is coded (RFC 9110 §8.4.1).</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Deflate,
    Brotli,
    /// <summary>Another one, or several: it cannot be looked into.</summary>
    Other,
}
