namespace EgressPipeline.Http;

/// <summary>Bounds on what one message may make the proxy hold. Shared by all connections; immutable.</summary>
public sealed record HttpLimits
{
    /// <summary>The default bounds.</summary>
    public static HttpLimits Default { get; } = new();

    /// <summary>Bytes of a head: empty lines before it, start line, fields and the blank line.</summary>
    public int MaxHeadBytes { get; init; } = 32 * 1024;

    /// <summary>Field lines of a head.</summary>
    public int MaxHeaders { get; init; } = 128;

    /// <summary>Bytes of a chunked body's trailer section.</summary>
    public int MaxTrailerBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of the extensions of one chunk.</summary>
    public int MaxChunkExtensionBytes { get; init; } = 256;
}
