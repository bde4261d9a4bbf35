namespace EgressPipeline.Tls;

/// <summary>What looking at credential files again came to.</summary>
internal enum ReloadOutcome
{
    Unchanged,

    /// <summary>New files are in force for new connections.</summary>
    Replaced,

    /// <summary>The files changed into something unusable; the last good ones stay in force.</summary>
    Refused,
}
