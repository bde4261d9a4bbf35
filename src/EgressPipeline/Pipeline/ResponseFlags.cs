namespace EgressPipeline.Pipeline;

/// <summary>Envoy's response flags, as far as this product can cause them. Printed comma-joined, <c>-</c> when none.</summary>
[Flags]
public enum ResponseFlags
{
    None = 0,
    /// <summary>UH: no healthy upstream.</summary>
    NoHealthyUpstream = 1,
    /// <summary>UF: upstream connection failure.</summary>
    UpstreamConnectionFailure = 1 << 1,
    /// <summary>UO: upstream overflow (circuit breaking).</summary>
    UpstreamOverflow = 1 << 2,
    /// <summary>NR: no route, or no service.</summary>
    NoRoute = 1 << 3,
    /// <summary>URX: retry limit reached.</summary>
    RetryLimitExceeded = 1 << 4,
    /// <summary>DC: downstream connection terminated.</summary>
    DownstreamClosed = 1 << 5,
    /// <summary>UT: upstream request timeout.</summary>
    UpstreamTimeout = 1 << 6,
    /// <summary>UR: upstream remote reset.</summary>
    UpstreamReset = 1 << 7,
    /// <summary>UC: upstream connection termination.</summary>
    UpstreamClosed = 1 << 8,
    /// <summary>UPE: upstream protocol error.</summary>
    UpstreamProtocolError = 1 << 9,
    /// <summary>DPE: downstream protocol error.</summary>
    DownstreamProtocolError = 1 << 10,
    /// <summary>UAEX: denied by policy.</summary>
    Unauthorized = 1 << 11,
    /// <summary>RL: rate limited.</summary>
    RateLimited = 1 << 12,
    /// <summary>DI: delay injected.</summary>
    DelayInjected = 1 << 13,
    /// <summary>FI: fault injected.</summary>
    FaultInjected = 1 << 14,
    /// <summary>SI: stream idle timeout.</summary>
    StreamIdle = 1 << 15,
    /// <summary>OM: overload.</summary>
    Overload = 1 << 16,
    /// <summary>DF: DNS resolution failed.</summary>
    DnsFailure = 1 << 17,
}
