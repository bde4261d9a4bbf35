using EgressPipeline;

namespace DataGuard;

/// <summary>A detector of fixed texts.</summary>
public sealed class LiteralOptions
{
    /// <summary>The detector's name.</summary>
    [Option("Name of the detector in metrics, logs and refusals: lower-case letters, digits and dashes.", Min = 1, Max = 63)]
    public required string Name { get; init; }

    /// <summary>What becomes of a body with one of the texts.</summary>
    [Option("What becomes of a body with one of the texts.")]
    public DetectorMode Mode { get; init; } = DetectorMode.Block;

    /// <summary>The texts, compared as UTF-8.</summary>
    [Option("The texts, at most 8,192 bytes of UTF-8 together.", Min = 1, Secret = true)]
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>Whether ASCII letters are compared without case.</summary>
    [Option("Compare ASCII letters without case.")]
    public bool IgnoreCase { get; init; }

    /// <summary>Whether a text counts only where no letter, digit or underscore is beside it.</summary>
    [Option("Only where no letter, digit or underscore is beside the text.")]
    public bool WholeWords { get; init; }
}
