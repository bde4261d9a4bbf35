namespace EgressPipeline.Telemetry;

/// <summary>How a reload of the policies ended.</summary>
internal enum ReloadResult
{
    Ok,
    /// <summary>The last good plan stays in force.</summary>
    Failed,
}
