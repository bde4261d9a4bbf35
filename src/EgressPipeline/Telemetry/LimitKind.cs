namespace EgressPipeline.Telemetry;

/// <summary>A bound of this process that a call or connection ran into.</summary>
internal enum LimitKind
{
    /// <summary>Downstream connections at once.</summary>
    Connections,
    /// <summary>Bytes of a head.</summary>
    HeadBytes,
    /// <summary>Fields of a head.</summary>
    HeaderCount,
    /// <summary>Time for a head.</summary>
    HeadTimeout,
    /// <summary>A connection without a call.</summary>
    IdleTimeout,
    /// <summary>A call in which nothing moves.</summary>
    StreamIdle,
    /// <summary>Bytes per second of a body.</summary>
    BodyRate,
    /// <summary>A relay without a byte.</summary>
    RelayIdle,
    /// <summary>Time for telling the protocol.</summary>
    Detection,
    /// <summary>A cluster's connections or calls.</summary>
    ClusterOverflow,
    /// <summary>A cluster's retries.</summary>
    RetryBudget,
    /// <summary>Memory of this process.</summary>
    Memory,
    /// <summary>Calls that wait because a fault delays them.</summary>
    DelayedCalls,
}
