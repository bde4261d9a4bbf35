namespace EgressPipeline.Relay;

/// <summary>What a relay did.</summary>
/// <param name="BytesSent">Bytes from the client that the upstream side took.</param>
/// <param name="BytesReceived">Bytes from the upstream that the client side took.</param>
/// <param name="End">How it ended.</param>
internal readonly record struct RelayResult(long BytesSent, long BytesReceived, RelayEnd End)
{
    /// <summary>The end as the failure value of the stages; no failure for what was completed or had to end.</summary>
    public EgressError Error => End switch
    {
        RelayEnd.ClientFailed => new EgressError(EgressErrorReason.ClientClosed, FailureSide.Downstream, Retryability.Never),
        RelayEnd.UpstreamFailed => new EgressError(EgressErrorReason.UpstreamReset, FailureSide.Upstream, Retryability.Never),
        RelayEnd.IdleTimeout => new EgressError(EgressErrorReason.Timeout, FailureSide.Unknown, Retryability.Never),
        RelayEnd.Metered => new EgressError(EgressErrorReason.LimitReached, FailureSide.Local, Retryability.Never),
        _ => EgressError.None,
    };
}
