namespace EgressPipeline.Http2;

/// <summary>Bounds of one HTTP/2 connection of a client. Immutable; the first three are settings.</summary>
internal sealed record Http2Options
{
    /// <summary>Streams at once, 1 to 10,000; more are refused so that they can be tried again.</summary>
    public int MaxStreams { get; init; } = 256;

    /// <summary>Bytes of a request body that a stream may have on its way, 64 KiB less 1 to 16 MiB.</summary>
    public int StreamWindow { get; init; } = 256 * 1024;

    /// <summary>The same of all streams together, 64 KiB less 1 to 64 MiB: what a client can make this process hold.</summary>
    public int ConnectionWindow { get; init; } = 1024 * 1024;

    /// <summary>The longest frame that is taken.</summary>
    public int MaxFrameSize { get; init; } = Http.Http2.Http2Settings.DefaultMaxFrameSize;

    /// <summary>Bytes of a compressed field block, over all its frames.</summary>
    public int MaxBlockBytes { get; init; } = 64 * 1024;

    /// <summary>CONTINUATION frames of one field block.</summary>
    public int MaxContinuations { get; init; } = 16;

    /// <summary>Answers wait while this much has not been sent, in bytes.</summary>
    public int MaxUnsent { get; init; } = 256 * 1024;

    /// <summary>What may be unsent beyond that because of frames that must be answered; then the connection ends.</summary>
    public int MaxUnsentControl { get; init; } = 64 * 1024;

    /// <summary>Milliseconds after which the counts of the bounds below begin anew.</summary>
    public long FloodPeriod { get; init; } = 10_000;

    /// <summary>Streams that are reset, by the client or for what it did.</summary>
    public int MaxResets { get; init; } = 1000;

    /// <summary>PING frames beyond one for every frame with a request or data of either side.</summary>
    public int MaxPings { get; init; } = 1000;

    /// <summary>SETTINGS frames.</summary>
    public int MaxSettings { get; init; } = 100;

    /// <summary>DATA frames without data that do not end their stream, and frames of unknown types.</summary>
    public int MaxEmptyFrames { get; init; } = 1000;

    /// <summary>WINDOW_UPDATE and PRIORITY frames beyond ten for every frame with a request or data of either side.</summary>
    public int MaxWindowUpdates { get; init; } = 10_000;
}
