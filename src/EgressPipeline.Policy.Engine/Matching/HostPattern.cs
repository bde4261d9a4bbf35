namespace EgressPipeline.Policy.Matching;

/// <summary>Relations between host patterns, for the compiler.</summary>
public static class HostPattern
{
    /// <summary>Lower-case, without one trailing dot: how patterns are kept in a plan.</summary>
    public static string Normalize(string pattern)
    {
        var lower = pattern.ToLowerInvariant();
        return lower.Length > 1 && lower[lower.Length - 1] == '.' ? lower.Substring(0, lower.Length - 1) : lower;
    }

    public static bool IsWildcard(string pattern) => pattern.Length > 0 && pattern[0] == '*';

    /// <summary>True when every name that <paramref name="pattern"/> matches is matched by <paramref name="other"/> too.</summary>
    public static bool IsSubsetOf(string pattern, string other)
    {
        if (pattern == other)
            return true;
        if (!IsWildcard(other))
            return false;
        var suffix = other.Substring(1);
        // A wildcard inside another: its own suffix must end so. An exact name must have something before the suffix.
        return IsWildcard(pattern)
            ? pattern.Length > other.Length && pattern.EndsWith(suffix, StringComparison.Ordinal)
            : pattern.Length > suffix.Length && pattern.EndsWith(suffix, StringComparison.Ordinal);
    }

    /// <summary>True when some name is matched by both.</summary>
    public static bool Overlap(string left, string right) => IsSubsetOf(left, right) || IsSubsetOf(right, left);

    /// <summary>Most specific first: exact names, then longer wildcards, then by text.</summary>
    public static int CompareSpecificity(string left, string right)
    {
        var wildcards = IsWildcard(left).CompareTo(IsWildcard(right));
        if (wildcards != 0)
            return wildcards;
        return left.Length != right.Length ? right.Length.CompareTo(left.Length) : string.CompareOrdinal(left, right);
    }
}
