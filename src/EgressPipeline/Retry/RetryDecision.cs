using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Retry;

/// <summary>
/// Whether a failed try may be repeated. A policy that names its conditions is obeyed for every method; without one, a
/// request that is not idempotent is repeated only when it was provably never processed (RFC 9110 §9.2.2). Pure.
/// </summary>
internal static class RetryDecision
{
    private const RetryConditions OnFailure = RetryConditions.ServerError | RetryConditions.GatewayError;
    private const RetryConditions OnReset = OnFailure | RetryConditions.Reset;

    public static bool IsRetriable(RetryPlan plan, in AttemptResult result)
    {
        if (plan.Attempts == 0)
            return false;
        return result.Error.IsError ? IsRetriableFailure(plan, result) : IsRetriableAnswer(plan, result);
    }

    private static bool IsRetriableFailure(RetryPlan plan, in AttemptResult result) => result.Error.Reason switch
    {
        EgressErrorReason.ConnectFailed or EgressErrorReason.UpstreamTls => Has(plan, OnFailure | RetryConditions.ConnectFailure),
        // A keep-alive that ended under the request: the server closed while we sent, so repeating what is idempotent is safe.
        EgressErrorReason.UpstreamReset when result.WasReused && result.IsIdempotent => true,
        EgressErrorReason.UpstreamReset when result.Error.Retry == Retryability.NotProcessed => Has(plan, OnReset | RetryConditions.ResetBeforeRequest | RetryConditions.RefusedStream),
        EgressErrorReason.UpstreamReset or EgressErrorReason.UpstreamProtocol or EgressErrorReason.PerTryTimeout => Has(plan, OnReset),
        _ => false, // overflow, guard, no endpoint, the call's own timeout and the client's failures are final
    };

    private static bool IsRetriableAnswer(RetryPlan plan, in AttemptResult result)
    {
        if (result.IsOverloaded)
            return false; // the far side asks for less, not more
        if (result.IsRateLimited)
            return Has(plan, RetryConditions.RateLimited);
        if (Has(plan, OfStatus(result.Status)) || Has(plan, OfGrpcStatus(result.GrpcStatus)))
            return true;
        if (Has(plan, RetryConditions.RetriableStatusCodes) && (result.HasNamedStatus || Array.BinarySearch(plan.StatusCodes, result.Status) >= 0))
            return true;
        return Has(plan, RetryConditions.RetriableHeaders) && result.HasNamedField;
    }

    private static RetryConditions OfStatus(int status) => status switch
    {
        502 or 503 or 504 => OnFailure,
        >= 500 => RetryConditions.ServerError,
        409 => RetryConditions.Retriable4xx,
        _ => RetryConditions.None,
    };

    // Only a status in the head counts (trailers-only answers): after a body there is nothing left to repeat.
    private static RetryConditions OfGrpcStatus(int status) => status switch
    {
        1 => RetryConditions.GrpcCancelled,
        4 => RetryConditions.GrpcDeadlineExceeded,
        8 => RetryConditions.GrpcResourceExhausted,
        13 => RetryConditions.GrpcInternal,
        14 => RetryConditions.GrpcUnavailable,
        _ => RetryConditions.None,
    };

    private static bool Has(RetryPlan plan, RetryConditions any) => (plan.Conditions & any) != 0;
}
