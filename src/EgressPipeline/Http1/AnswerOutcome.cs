using EgressPipeline.Clusters;

namespace EgressPipeline.Http1;

/// <summary>What an answer says of the endpoint that gave it.</summary>
internal static class AnswerOutcome
{
    public static EndpointOutcome Of(int status) => status switch
    {
        502 or 503 or 504 => EndpointOutcome.GatewayError,
        >= 500 => EndpointOutcome.ServerError,
        _ => EndpointOutcome.Success,
    };
}
