namespace EgressPipeline.Upstream;

/// <summary>The failures of reaching an endpoint. Nothing was sent in any of them, so those worth another try may always have it.</summary>
internal static class UpstreamErrors
{
    public static readonly EgressError ResolveFailed = new(EgressErrorReason.ResolveFailed, FailureSide.Upstream, Retryability.NotProcessed);
    public static readonly EgressError NoEndpoint = new(EgressErrorReason.NoHealthyUpstream, FailureSide.Upstream, Retryability.Never);
    public static readonly EgressError ConnectFailed = new(EgressErrorReason.ConnectFailed, FailureSide.Upstream, Retryability.NotProcessed);
    public static readonly EgressError TlsFailed = new(EgressErrorReason.UpstreamTls, FailureSide.Upstream, Retryability.NotProcessed);

    /// <summary>Envoy never repeats what overflowed.</summary>
    public static readonly EgressError Overflow = new(EgressErrorReason.Overflow, FailureSide.Local, Retryability.Never);
}
