namespace EgressPipeline.Upstream;

/// <summary>A connection, or why there is none.</summary>
internal readonly struct ConnectResult
{
    private ConnectResult(UpstreamConnection? connection, EgressError error, string detail)
    {
        Connection = connection;
        Error = error;
        Detail = detail;
    }

    /// <summary>Null exactly when <see cref="Error"/> is an error.</summary>
    public UpstreamConnection? Connection { get; }

    public EgressError Error { get; }

    /// <summary>The failure in one sentence for log and problem body; empty on success.</summary>
    public string Detail { get; }

    public static ConnectResult Connected(UpstreamConnection connection) => new(connection, EgressError.None, "");

    public static ConnectResult Failed(EgressError error, string detail) => new(null, error, detail);
}
