namespace EgressPipeline.Transport;

/// <summary>Sizes that bound what one connection direction may hold, in bytes. All are powers of two.</summary>
internal sealed record TransportLimits
{
    public static TransportLimits Default { get; } = new();

    /// <summary>What a reader waits with, and what a writer starts with.</summary>
    public int MinBuffer { get; init; } = 4 * 1024;

    /// <summary>The most one receive asks for: a reader doubles up to it while the peer keeps filling the buffer.</summary>
    public int MaxReceive { get; init; } = 64 * 1024;

    /// <summary>
    /// The most a reader holds for a consumer that examines without consuming. Consumers bound themselves far below;
    /// passing this one is a bug of theirs and throws.
    /// </summary>
    public int MaxUnconsumed { get; init; } = 1024 * 1024;
}
