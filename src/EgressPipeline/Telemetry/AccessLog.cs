namespace EgressPipeline.Telemetry;

/// <summary>Writes one record per request or connection, without ever making the caller wait.</summary>
internal sealed class AccessLog
{
    /// <summary>False when no log is kept; then callers need not fill a record.</summary>
    public bool IsEnabled { get; init; }

    public void Write(in AccessRecord record)
    {
    }
}
