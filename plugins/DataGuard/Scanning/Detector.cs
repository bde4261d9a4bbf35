using DataGuard.Detection;
using DataGuard.Patterns;

namespace DataGuard.Scanning;

/// <summary>A detector as an operator has set it up: what it knows and what it does. Exactly one of the two kinds is set.</summary>
internal sealed record Detector
{
    public required string Name { get; init; }

    public required DetectorMode Mode { get; init; }

    public Recognizer? Recognizer { get; init; }

    public PatternDetector? Pattern { get; init; }

    /// <summary>How many letters and digits at the end of a finding a mask leaves.</summary>
    public int KeepLast { get; init; }
}
