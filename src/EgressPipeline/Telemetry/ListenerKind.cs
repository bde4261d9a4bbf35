namespace EgressPipeline.Telemetry;

/// <summary>Which listener took a connection.</summary>
internal enum ListenerKind
{
    Outbound,
    Proxy,
    Dns,
    Admin,
    Metrics,
}
