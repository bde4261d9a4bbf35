namespace DataGuard.Inspection;

/// <summary>How far a coded body may grow. What is kept in memory does not depend on it: it bounds the time that one body costs.</summary>
/// <param name="MaxDecodedBytes">Most decoded bytes.</param>
/// <param name="MaxExpansion">Most decoded bytes for one coded byte, once there are more than <see cref="FreeBytes"/>.</param>
internal readonly record struct ScanLimits(long MaxDecodedBytes, int MaxExpansion)
{
    /// <summary>Decoded bytes that any body may have, however small it is when coded.</summary>
    public const int FreeBytes = 1 << 20;

    public bool Allow(long coded, long decoded) => decoded <= FreeBytes ? decoded <= MaxDecodedBytes : decoded <= MaxDecodedBytes && decoded / MaxExpansion <= coded;
}
