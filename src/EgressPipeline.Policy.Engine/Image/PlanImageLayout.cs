namespace EgressPipeline.Policy.Image;

/// <summary>
/// Where the parts of an image stand. All numbers are little-endian; every section starts at a multiple of 8. A section is
/// its offset and its length, 4 bytes each.
/// </summary>
internal static class PlanImageLayout
{
    public const int Version = 8;
    public const int Length = 12;
    public const int Checksum = 16;
    public const int ChecksumSize = 32;

    /// <summary>The host index (<see cref="Matching.HostIndexLayout"/>).</summary>
    public const int Index = 48;

    /// <summary>Every text once: their number, the end of each, and their UTF-8.</summary>
    public const int Texts = 56;

    /// <summary>The plan, part after part (<see cref="Parts.EgressPlanImage"/>).</summary>
    public const int Body = 64;

    public const int HeaderSize = 72;

    public static ReadOnlySpan<byte> Magic => "EGRSPLAN"u8;

    public static ReadOnlySpan<int> Sections => new[] { Index, Texts, Body };
}
