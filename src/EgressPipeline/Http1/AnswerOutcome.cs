using EgressPipeline.Clusters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Http1;

/// <summary>What an answer says of the endpoint that gave it.</summary>
internal static class AnswerOutcome
{
    /// <param name="status">The answer.</param>
    /// <param name="outlier">The cluster's outlier detection, or null.</param>
    public static EndpointOutcome Of(int status, OutlierPlan? outlier) => outlier is { ErrorCodes.Length: > 0 } ? OfListed(status, outlier.ErrorCodes) : status switch
    {
        502 or 503 or 504 => EndpointOutcome.GatewayError,
        >= 500 => EndpointOutcome.ServerError,
        _ => EndpointOutcome.Success,
    };

    private static EndpointOutcome OfListed(int status, int[] errors) =>
        Array.BinarySearch(errors, status) >= 0 ? EndpointOutcome.ServerError : EndpointOutcome.Success;
}
