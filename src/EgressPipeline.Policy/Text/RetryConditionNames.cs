using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Text;

/// <summary>Envoy's words for retry conditions, as <c>retryOn</c> takes them and explanations print them.</summary>
internal static class RetryConditionNames
{
    private static readonly (string Word, RetryConditions Condition)[] Table =
    [
        ("5xx", RetryConditions.ServerError),
        ("gateway-error", RetryConditions.GatewayError),
        ("reset", RetryConditions.Reset),
        ("reset-before-request", RetryConditions.ResetBeforeRequest),
        ("connect-failure", RetryConditions.ConnectFailure),
        ("retriable-4xx", RetryConditions.Retriable4xx),
        ("refused-stream", RetryConditions.RefusedStream),
        ("retriable-status-codes", RetryConditions.RetriableStatusCodes),
        ("cancelled", RetryConditions.GrpcCancelled),
        ("deadline-exceeded", RetryConditions.GrpcDeadlineExceeded),
        ("internal", RetryConditions.GrpcInternal),
        ("resource-exhausted", RetryConditions.GrpcResourceExhausted),
        ("unavailable", RetryConditions.GrpcUnavailable),
        ("envoy-ratelimited", RetryConditions.RateLimited),
        ("retriable-headers", RetryConditions.RetriableHeaders),
        ("http3-post-connect-failure", RetryConditions.Http3PostConnectFailure),
    ];

    /// <summary>Every word.</summary>
    public static IEnumerable<string> Words => Table.Select(row => row.Word);

    /// <summary>The condition of a word, or none.</summary>
    public static RetryConditions Parse(string word)
    {
        foreach (var row in Table)
            if (row.Word == word)
                return row.Condition;
        return RetryConditions.None;
    }

    /// <summary>The words of a set in a fixed order; status codes stand for the condition that names them.</summary>
    public static IReadOnlyList<string> Of(RetryConditions conditions, IReadOnlyList<int> statusCodes)
    {
        var words = new List<string>();
        foreach (var row in Table)
            if ((conditions & row.Condition) != 0 && (row.Condition != RetryConditions.RetriableStatusCodes || statusCodes.Count == 0))
                words.Add(row.Word);
        foreach (var code in statusCodes)
            words.Add(code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return words;
    }
}
