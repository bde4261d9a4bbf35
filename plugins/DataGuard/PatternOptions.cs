using EgressPipeline;

namespace DataGuard;

/// <summary>A detector of texts that match a pattern.</summary>
public sealed class PatternOptions
{
    /// <summary>The detector's name.</summary>
    [Option("Name of the detector in metrics, logs and refusals: lower-case letters, digits and dashes.", Min = 1, Max = 63)]
    public required string Name { get; init; }

    /// <summary>What becomes of a body with a match.</summary>
    [Option("What becomes of a body with a match.")]
    public DetectorMode Mode { get; init; } = DetectorMode.Block;

    /// <summary>The pattern.</summary>
    [Option("A regular expression with bounded repeats, without look-around and back-references.", Min = 1, Max = 4096)]
    public required string Pattern { get; init; }

    /// <summary>Whether ASCII letters are compared without case.</summary>
    [Option("Compare ASCII letters without case.")]
    public bool IgnoreCase { get; init; }
}
