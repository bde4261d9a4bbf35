namespace EgressPipeline.Clusters;

/// <summary>How one attempt on an endpoint ended, as far as the endpoint's health is concerned.</summary>
internal enum EndpointOutcome
{
    /// <summary>An answer below 500, or a relay that was connected.</summary>
    Success,

    /// <summary>A 5xx that is no gateway error.</summary>
    ServerError,

    /// <summary>502, 503 or 504 answered by the endpoint.</summary>
    GatewayError,

    /// <summary>TCP or TLS could not be established.</summary>
    ConnectFailure,

    /// <summary>No complete answer in time.</summary>
    Timeout,

    /// <summary>The endpoint closed or reset before a complete answer.</summary>
    Reset,

    /// <summary>Says nothing about the endpoint: the client went away, or a bound of this process was reached.</summary>
    Neutral,
}
