using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// The lengths of the wildcards in a table of host patterns. With them only those wildcards around a name are tried that can
/// be in the table: a name has as many wildcards around it as it has letters, a table hardly more than a few lengths.
/// </summary>
internal sealed class WildcardLengths
{
    // Longest first.
    private readonly SortedSet<int> _lengths = new(Comparer<int>.Create((a, b) => b.CompareTo(a)));

    /// <summary>Notes a pattern of the table; an exact name is none of our business.</summary>
    public void Add(string pattern)
    {
        if (HostPattern.IsWildcard(pattern))
            _lengths.Add(pattern.Length);
    }

    /// <summary>
    /// Wildcards that could cover all names of a pattern and be in the table, the pattern itself excluded, most specific first.
    /// </summary>
    public IEnumerable<string> Around(string pattern)
    {
        var first = HostPattern.IsWildcard(pattern) ? 2 : 1;
        foreach (var length in _lengths)
        {
            var start = pattern.Length + 1 - length;
            if (start >= first && start <= pattern.Length && (length > 1 || pattern != "*"))
                yield return "*" + pattern.Substring(start);
        }
    }
}
