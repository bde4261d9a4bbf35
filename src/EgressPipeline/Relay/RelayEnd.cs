namespace EgressPipeline.Relay;

/// <summary>How a relay ended.</summary>
internal enum RelayEnd
{
    /// <summary>Both sides ended their streams.</summary>
    Completed,

    /// <summary>The client reset the connection or could not be written to.</summary>
    ClientFailed,

    /// <summary>The upstream reset the connection, could not be written to, or broke its TLS.</summary>
    UpstreamFailed,

    /// <summary>No byte moved for the idle time.</summary>
    IdleTimeout,

    /// <summary>The meter let no more bytes pass.</summary>
    Metered,

    /// <summary>The longest time a relay may take was over.</summary>
    DurationReached,

    /// <summary>The owner asked for the end (drain).</summary>
    Cancelled,
}
