namespace EgressPipeline.Clusters;

/// <summary>The chosen endpoint, or why there is none.</summary>
internal readonly struct PickResult
{
    private PickResult(EndpointState? endpoint, EgressError error, string detail)
    {
        Detail = detail;
        Endpoint = endpoint;
        Error = error;
    }

    /// <summary>Null exactly when <see cref="Error"/> is an error.</summary>
    public EndpointState? Endpoint { get; }

    public EgressError Error { get; }

    /// <summary>The failure in one sentence for log and problem body; empty on success.</summary>
    public string Detail { get; }

    public static PickResult Picked(EndpointState endpoint) => new(endpoint, EgressError.None, "");

    public static PickResult Failed(EgressError error, string detail) => new(null, error, detail);
}
