using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Decisions.Selection;

/// <summary>A hash that is known of every beginning of a path once it is computed of the path; ASCII case does not count (FNV-1a).</summary>
internal static class PathHash
{
    public const ulong Empty = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    public static ulong Add(ulong hash, byte next) => (hash ^ AsciiText.ToLower(next)) * Prime;

    public static ulong Of(ReadOnlySpan<byte> text)
    {
        var hash = Empty;
        foreach (var one in text)
            hash = Add(hash, one);
        return hash;
    }
}
