namespace EgressPipeline.Policy.Matching;

/// <summary>The key under which a pattern stands in a host index.</summary>
internal static class HostIndexKey
{
    internal enum Kind { Exact, Wildcard, Partial, CatchAll }

    /// <summary>The pattern in lower case without its asterisk; empty for <c>*</c> itself.</summary>
    public static byte[] From(string pattern, out Kind kind)
    {
        var lower = pattern.ToLowerInvariant();
        if (!HostPattern.IsWildcard(lower))
        {
            kind = Kind.Exact;
            return AsciiText.Bytes(lower);
        }
        kind = lower.Length == 1 ? Kind.CatchAll : lower[1] == '.' ? Kind.Wildcard : Kind.Partial;
        return AsciiText.Bytes(lower.Substring(1));
    }

    /// <summary>The labels of a wildcard key (<c>.example.com</c> has two).</summary>
    public static int CountLabels(ReadOnlySpan<byte> key)
    {
        var dots = 0;
        foreach (var c in key)
            if (c == (byte)'.')
                dots++;
        return dots;
    }
}
