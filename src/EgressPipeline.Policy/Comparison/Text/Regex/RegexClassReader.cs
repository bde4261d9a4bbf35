namespace EgressPipeline.Policy.Comparison.Text.Regex;

/// <summary>Reads <c>[…]</c>: bytes, ranges, escapes and POSIX classes, negated or not.</summary>
internal static class RegexClassReader
{
    /// <summary>Reads from the bracket on; false for what is not ASCII or not understood.</summary>
    public static bool TryRead(string pattern, ref int at, bool ignoreCase, out ByteSet set)
    {
        set = default;
        var i = at + 1;
        var negated = i < pattern.Length && pattern[i] == '^';
        if (negated)
            i++;
        for (var first = true; i < pattern.Length && (first || pattern[i] != ']'); first = false)
        {
            if (!TryItem(pattern, ref i, out var item, out var low))
                return false;
            if (low >= 0 && i + 1 < pattern.Length && pattern[i] == '-' && pattern[i + 1] != ']')
            {
                i++;
                if (!TryItem(pattern, ref i, out _, out var high) || high < low)
                    return false;
                item = ByteSet.Range((byte)low, (byte)high);
            }
            set = set.Union(item);
        }
        if (i >= pattern.Length)
            return false;
        at = i + 1;
        set = Cased(set, ignoreCase);
        if (negated)
            set = ByteSet.Ascii.Intersect(set.Invert());
        return true;
    }

    /// <summary>The set, with the other case of each letter when case does not matter.</summary>
    public static ByteSet Cased(ByteSet set, bool ignoreCase)
    {
        if (!ignoreCase)
            return set;
        for (var letter = (byte)'a'; letter <= (byte)'z'; letter++)
            if (set.Contains(letter) || set.Contains((byte)(letter & ~0x20)))
                set = set.Union(ByteSet.AnyCase(letter));
        return set;
    }

    // "low" is the byte of an item that is a single one, and may begin a range; else -1.
    private static bool TryItem(string pattern, ref int at, out ByteSet item, out int low)
    {
        item = default;
        low = -1;
        var c = pattern[at];
        if (c >= 0x80)
            return false;
        if (c == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':')
            return TryPosix(pattern, ref at, out item);
        if (c != '\\')
        {
            at++;
            low = c;
            item = ByteSet.Of((byte)c);
            return true;
        }
        // Upper-case classes in brackets keep .NET's Unicode meaning in the matcher.
        if (at + 1 < pattern.Length && pattern[at + 1] is 'D' or 'W' or 'S' || !RegexEscapes.TryRead(pattern, ref at, out item))
            return false;
        for (var value = 0; value < 0x80 && low != -2; value++)
            if (item.Contains((byte)value))
                low = low == -1 ? value : -2;
        low = Math.Max(low, -1);
        return true;
    }

    private static bool TryPosix(string pattern, ref int at, out ByteSet item)
    {
        var end = pattern.IndexOf(":]", at + 2, StringComparison.Ordinal);
        item = end < 0 ? default : Posix(pattern.Substring(at + 2, end - at - 2));
        at = end + 2;
        return end >= 0 && !item.IsEmpty;
    }

    private static ByteSet Posix(string name) => name switch
    {
        "digit" => RegexEscapes.Digits,
        "word" => RegexEscapes.Word,
        "alnum" => RegexEscapes.Word.Without((byte)'_'),
        "alpha" => RegexEscapes.Word.Without((byte)'_').Intersect(RegexEscapes.Digits.Invert()),
        "lower" => ByteSet.Range((byte)'a', (byte)'z'),
        "upper" => ByteSet.Range((byte)'A', (byte)'Z'),
        "xdigit" => ByteSet.Of("0123456789abcdefABCDEF"),
        "blank" => ByteSet.Of("\t "),
        "graph" => ByteSet.Range((byte)'!', (byte)'~'),
        "print" => ByteSet.Range((byte)' ', (byte)'~'),
        _ => default,
    };
}
