namespace EgressPipeline.Hosting;

/// <summary>How access records are written to standard output.</summary>
internal enum AccessLogMode
{
    /// <summary>Not at all; costs nothing.</summary>
    Off,
    /// <summary>One JSON object a line.</summary>
    Json,
    /// <summary>Envoy's default text line.</summary>
    Text,
}
