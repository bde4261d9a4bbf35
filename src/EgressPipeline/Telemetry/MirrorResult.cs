namespace EgressPipeline.Telemetry;

/// <summary>What became of a copy that a mirror was to get.</summary>
internal enum MirrorResult
{
    /// <summary>It was sent and answered; the answer was thrown away.</summary>
    Answered,
    /// <summary>It could not be sent, or was not answered.</summary>
    Failed,
    /// <summary>Too many copies were under way.</summary>
    Busy,
    /// <summary>The request cannot be copied: its body is too large, streamed or never became whole, or it upgrades the connection.</summary>
    NotCopied,
}
