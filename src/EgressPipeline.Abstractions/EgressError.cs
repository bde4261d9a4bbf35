namespace EgressPipeline;

/// <summary>An expected failure as a value: what happened, on whose side, and whether the attempt may be repeated.</summary>
/// <param name="Reason">What happened.</param>
/// <param name="Side">Whose doing it was.</param>
/// <param name="Retry">Whether repeating can be right.</param>
public readonly record struct EgressError(EgressErrorReason Reason, FailureSide Side, Retryability Retry)
{
    /// <summary>No failure.</summary>
    public static EgressError None => default;

    /// <summary>True when this is a failure.</summary>
    public bool IsError => Reason != EgressErrorReason.None;
}

/// <summary>Whose doing a failure was.</summary>
public enum FailureSide
{
    /// <summary>Not established.</summary>
    Unknown,
    /// <summary>The application that called.</summary>
    Downstream,
    /// <summary>The external service or the way to it.</summary>
    Upstream,
    /// <summary>This process: policy, limits, a filter.</summary>
    Local,
}

/// <summary>Whether a failed attempt may be repeated.</summary>
public enum Retryability
{
    /// <summary>Never: bytes were answered, or the caller is at fault.</summary>
    Never,
    /// <summary>Provably nothing was processed: any method may be repeated.</summary>
    NotProcessed,
    /// <summary>The far side may have processed it: only idempotent methods or an explicit policy.</summary>
    MaybeProcessed,
}

/// <summary>What went wrong. Each member has one status, response flag and metric tag.</summary>
public enum EgressErrorReason
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>The client sent something that is no valid message.</summary>
    BadRequest,
    /// <summary>The client went away.</summary>
    ClientClosed,
    /// <summary>The client was too slow (head, body or idle bound).</summary>
    ClientTimeout,
    /// <summary>No ServiceEntry declares the destination.</summary>
    Unregistered,
    /// <summary>A policy forbids the call.</summary>
    Denied,
    /// <summary>No route of the VirtualService matches.</summary>
    NoRoute,
    /// <summary>Name inside and name authorized differ.</summary>
    Misdirected,
    /// <summary>No endpoint is known or healthy.</summary>
    NoHealthyUpstream,
    /// <summary>The name could not be resolved.</summary>
    ResolveFailed,
    /// <summary>Every address of the name is in a guarded range.</summary>
    AddressGuarded,
    /// <summary>A destination of this very process.</summary>
    Loop,
    /// <summary>A connection pool or circuit breaker bound was reached.</summary>
    Overflow,
    /// <summary>TCP connect failed or timed out.</summary>
    ConnectFailed,
    /// <summary>TLS to the upstream failed: certificate, name, protocol.</summary>
    UpstreamTls,
    /// <summary>The upstream closed or reset before a complete answer.</summary>
    UpstreamReset,
    /// <summary>The upstream sent something that is no valid message.</summary>
    UpstreamProtocol,
    /// <summary>The call's time was used up.</summary>
    Timeout,
    /// <summary>One try's time was used up.</summary>
    PerTryTimeout,
    /// <summary>A filter failed.</summary>
    FilterFailed,
    /// <summary>A limit of this process was reached (connections, memory).</summary>
    Overload,
    /// <summary>The route's policy has this call fail, to see what the caller makes of it.</summary>
    FaultInjected,
    /// <summary>A limit of the policies (EgressLimits) is reached.</summary>
    LimitReached,
    /// <summary>The request carries a token that is not taken.</summary>
    Unauthenticated,
}
