using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>Names a match so that two have one name exactly when they are the same condition.</summary>
internal static class MatchKey
{
    public static string Of(ByteMatch match) => (char)('0' + (int)match.Kind) + (match.IgnoreCase ? "i" : "c") + match.Text.Length + ":" + match.Text;

    /// <summary>Of alternatives: neither order nor repetition counts.</summary>
    public static string Of(IEnumerable<string> keys) => string.Join(" ", new SortedSet<string>(keys, StringComparer.Ordinal));
}
