namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Host patterns to positions: an exact name wins, then the wildcard with the longest suffix. <c>*.example.com</c> matches
/// any number of labels below <c>example.com</c>, never the apex; <c>*example.com</c> matches whatever ends so, never
/// nothing. Immutable, safe for concurrent use.
/// </summary>
public sealed class HostIndex
{
    private readonly HostTable _table;
    private readonly HostTable? _partials;
    private readonly int[] _partialLengths;
    private readonly ulong[] _wildcardLengths;
    private readonly int _maxLabels;
    private readonly int _catchAll;

    private HostIndex(HostTable table, ulong[] wildcardLengths, int maxLabels, HostTable? partials, int[] partialLengths, int catchAll)
    {
        _table = table;
        _wildcardLengths = wildcardLengths;
        _maxLabels = maxLabels;
        _partials = partials;
        _partialLengths = partialLengths;
        _catchAll = catchAll;
    }

    /// <summary>Exact names and <c>*.suffix</c> wildcards, the latter without their asterisk.</summary>
    public HostTable Table => _table;

    /// <summary>Bit n is set when some wildcard key (<c>.suffix</c>) is n bytes long; 256 bits.</summary>
    public ReadOnlySpan<ulong> WildcardLengths => _wildcardLengths;

    /// <summary>The largest number of labels any wildcard suffix has: no look-up examines more.</summary>
    public int MaxWildcardLabels => _maxLabels;

    /// <summary>Indexes patterns by position. Patterns must differ (ASCII case apart) and be at most 254 bytes long.</summary>
    public static HostIndex Build(IReadOnlyList<string> patterns)
    {
        var keys = new List<byte[]>();
        var values = new List<int>();
        var partialKeys = new List<byte[]>();
        var partialValues = new List<int>();
        var lengths = new ulong[4];
        var maxLabels = 0;
        var catchAll = -1;
        for (var i = 0; i < patterns.Count; i++)
        {
            var pattern = AsciiText.Bytes(patterns[i].ToLowerInvariant());
            var isWildcard = pattern.Length > 0 && pattern[0] == (byte)'*';
            if (isWildcard && pattern.Length == 1)
            {
                catchAll = i;
                continue;
            }
            var key = isWildcard ? pattern.AsSpan(1).ToArray() : pattern;
            var isPartial = isWildcard && key[0] != (byte)'.';
            (isPartial ? partialKeys : keys).Add(key);
            (isPartial ? partialValues : values).Add(i);
            if (!isWildcard || isPartial)
                continue;
            lengths[key.Length >> 6] |= 1UL << (key.Length & 63);
            maxLabels = Math.Max(maxLabels, CountDots(key));
        }
        return new HostIndex(
            HostTableBuilder.Build(keys, values),
            lengths,
            maxLabels,
            partialKeys.Count == 0 ? null : HostTableBuilder.Build(partialKeys, partialValues),
            DistinctLengths(partialKeys),
            catchAll);
    }

    /// <summary>The position of the most specific pattern that matches a normalised host, or -1. 0 bytes are allocated.</summary>
    public int Find(ReadOnlySpan<byte> host)
    {
        // A leading dot would equal a wildcard's key.
        if (host.IsEmpty || host[0] == (byte)'.' || host.Length > HostName.MaxLength)
            return -1;
        var exact = _table.Find(host);
        if (exact >= 0)
            return exact;
        var found = _maxLabels == 0 ? -1 : FindWildcard(host, out _);
        if (_partials is not null)
            found = FindPartial(host, found);
        return found >= 0 ? found : _catchAll;
    }

    // Longest suffix first: start at the k-th dot from the right, k the largest label count of any wildcard.
    private int FindWildcard(ReadOnlySpan<byte> host, out int suffixLength)
    {
        suffixLength = 0;
        var start = host.Length;
        for (var labels = 0; labels < _maxLabels; labels++)
        {
            var dot = host.Slice(0, start).LastIndexOf((byte)'.');
            if (dot <= 0)
                break;
            start = dot;
        }
        while (start < host.Length)
        {
            var suffix = host.Slice(start);
            if ((_wildcardLengths[suffix.Length >> 6] >> (suffix.Length & 63) & 1) != 0)
            {
                var found = _table.Find(suffix);
                if (found >= 0)
                {
                    suffixLength = suffix.Length;
                    return found;
                }
            }
            var next = suffix.Slice(1).IndexOf((byte)'.');
            if (next < 0)
                break;
            start += next + 1;
        }
        return -1;
    }

    private int FindPartial(ReadOnlySpan<byte> host, int dotted)
    {
        var dottedLength = 0;
        if (dotted >= 0)
            FindWildcard(host, out dottedLength);
        foreach (var length in _partialLengths)
        {
            if (length <= dottedLength)
                break;
            if (length >= host.Length)
                continue;
            var found = _partials!.Find(host.Slice(host.Length - length));
            if (found >= 0)
                return found;
        }
        return dotted;
    }

    private static int CountDots(byte[] key)
    {
        var dots = 0;
        foreach (var c in key)
            if (c == (byte)'.')
                dots++;
        return dots;
    }

    private static int[] DistinctLengths(List<byte[]> keys)
    {
        var lengths = new List<int>();
        foreach (var key in keys)
            if (!lengths.Contains(key.Length))
                lengths.Add(key.Length);
        lengths.Sort((a, b) => b.CompareTo(a));
        return [.. lengths];
    }
}
