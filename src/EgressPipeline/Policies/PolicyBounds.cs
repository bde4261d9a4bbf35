namespace EgressPipeline.Policies;

/// <summary>How much the loader takes in before it says that this cannot be meant.</summary>
internal static class PolicyBounds
{
    /// <summary>One file, in bytes.</summary>
    public const long MaxFileBytes = 16L << 20;

    /// <summary>All files together, in bytes.</summary>
    public const long MaxTotalBytes = 256L << 20;

    public const int MaxFiles = 20_000;

    /// <summary>Nested folders; also ends a loop of symbolic links.</summary>
    public const int MaxDepth = 16;
}
