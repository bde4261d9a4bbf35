namespace EgressPipeline.Clusters;

/// <summary>The chosen endpoint, or why there is none.</summary>
internal readonly struct PickResult
{
    private PickResult(EndpointState? endpoint, EgressError error)
    {
        Endpoint = endpoint;
        Error = error;
    }

    /// <summary>Null exactly when <see cref="Error"/> is an error.</summary>
    public EndpointState? Endpoint { get; }

    public EgressError Error { get; }

    public static PickResult Picked(EndpointState endpoint) => new(endpoint, EgressError.None);

    public static PickResult Failed(EgressError error) => new(null, error);
}
