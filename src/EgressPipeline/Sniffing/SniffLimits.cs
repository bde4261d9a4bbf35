namespace EgressPipeline.Sniffing;

/// <summary>What bounds the detection of one connection's protocol.</summary>
internal sealed record SniffLimits
{
    public static SniffLimits Default { get; } = new();

    /// <summary>How long the client may take to say enough. Protocols in which the server speaks first wait it out, so it is short.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most bytes looked at; undecided by then is decided by what they begin with.</summary>
    public int MaxBytes { get; init; } = 64 * 1024;
}
