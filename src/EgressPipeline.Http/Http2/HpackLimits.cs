namespace EgressPipeline.Http.Http2;

/// <summary>Bounds on what a field block may make the proxy hold. Immutable.</summary>
public sealed record HpackLimits
{
    /// <summary>The default bounds.</summary>
    public static HpackLimits Default { get; } = new();

    /// <summary>The dynamic table, in bytes of RFC 7541 §4.1; what was announced as SETTINGS_HEADER_TABLE_SIZE.</summary>
    public int MaxTableBytes { get; init; } = Http2Settings.DefaultHeaderTableSize;

    /// <summary>Names, values and 32 bytes for each field of one block, after decoding.</summary>
    public int MaxListBytes { get; init; } = 32 * 1024;

    /// <summary>Fields of one block.</summary>
    public int MaxFields { get; init; } = 128;
}
