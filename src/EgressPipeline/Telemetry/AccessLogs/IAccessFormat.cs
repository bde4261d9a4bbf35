namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>How a record becomes a line. Called on the connection's thread: no waiting, no allocation.</summary>
internal interface IAccessFormat
{
    /// <summary>Appends the record and a line feed.</summary>
    void Write(LogLine line, in AccessRecord record);

    /// <summary>The same for a DNS question.</summary>
    void Write(LogLine line, in DnsAccessRecord record);
}
