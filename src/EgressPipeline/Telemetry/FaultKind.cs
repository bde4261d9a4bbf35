namespace EgressPipeline.Telemetry;

/// <summary>A fault that a policy had injected.</summary>
internal enum FaultKind
{
    /// <summary>The call had to wait.</summary>
    Delay,
    /// <summary>The call was answered instead of sent.</summary>
    Abort,
}
