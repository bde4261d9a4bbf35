namespace DataGuard.Detection;

/// <summary>How card numbers are printed. Anything else with spaces or dashes in it is a table of numbers or a serial number.</summary>
internal static class CardLayout
{
    private static readonly byte[][] Printed = [[4, 6, 5], [4, 6, 4], [4, 3, 3, 3], [8, 8], [6, 13]];

    /// <summary>Most groups that any layout has.</summary>
    public const int MaxGroups = 5;

    /// <summary>True for one group, for groups of four of which the last may be shorter, and for the printed layouts.</summary>
    /// <param name="groups">Digits of each group.</param>
    public static bool Fits(ReadOnlySpan<byte> groups)
    {
        if (groups.Length == 1 || (groups[^1] <= 4 && !groups[..^1].ContainsAnyExcept((byte)4)))
            return true;
        foreach (var layout in Printed)
            if (groups.SequenceEqual(layout))
                return true;
        return false;
    }
}
