using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Faults;

/// <summary>How an abort is answered: with an HTTP status, or as gRPC, where the status stands in a field of its own.</summary>
internal static class AbortStatus
{
    private const int GrpcUnknown = 2;

    /// <summary>The gRPC code that answers the call; null when it is answered with the abort's HTTP status.</summary>
    /// <param name="abort">The abort.</param>
    /// <param name="contentType">Of the request.</param>
    public static int? GrpcCode(FaultAbortPlan abort, ReadOnlySpan<byte> contentType)
    {
        if (abort.IsGrpc)
            return abort.Status;
        return GrpcContent.IsGrpc(contentType) ? OfHttpStatus(abort.Status) : null;
    }

    // https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
    private static int OfHttpStatus(int status) => status switch
    {
        400 => 13,
        401 => 16,
        403 => 7,
        404 => 12,
        429 or 502 or 503 or 504 => 14,
        _ => GrpcUnknown,
    };
}
