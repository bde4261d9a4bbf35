using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text.Regex;

/// <summary>What stands behind a backslash, as far as it is one byte of a set.</summary>
internal static class RegexEscapes
{
    public static readonly ByteSet Digits = ByteSet.Range((byte)'0', (byte)'9');
    public static readonly ByteSet Word = ByteSet.Of("_").Union(Digits).Union(ByteSet.Range((byte)'a', (byte)'z')).Union(ByteSet.Range((byte)'A', (byte)'Z'));
    public static readonly ByteSet Space = ByteSet.Of("\t\n\f\r ");

    /// <summary>Reads from the backslash on; false for anything else, which includes <c>\b</c>, <c>\pL</c> and <c>\Q…\E</c>.</summary>
    public static bool TryRead(string pattern, ref int at, out ByteSet set)
    {
        set = default;
        if (at + 1 >= pattern.Length)
            return false;
        var c = pattern[at + 1];
        at += 2;
        switch (c)
        {
            case 'd' or 'D':
                set = Digits;
                break;
            case 'w' or 'W':
                set = Word;
                break;
            case 's' or 'S':
                set = Space;
                break;
            case 'x':
                return TryHex(pattern, ref at, out set);
            default:
                return TryOne(c, out set);
        }
        if (char.IsUpper(c))
            set = ByteSet.Ascii.Intersect(set.Invert());
        return true;
    }

    private static bool TryOne(char c, out ByteSet set)
    {
        set = default;
        // Letters and digits have meanings of their own; the few that are one control byte are read.
        var value = c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', 'v' => '\v', 'a' => '\a', _ => c };
        if (c >= 0x80 || (value == c && Word.Contains((byte)c) && c != '_'))
            return false;
        set = ByteSet.Of((byte)value);
        return true;
    }

    private static bool TryHex(string pattern, ref int at, out ByteSet set)
    {
        set = default;
        if (at + 1 >= pattern.Length || pattern[at] >= 0x80 || pattern[at + 1] >= 0x80)
            return false;
        var high = IpLiteral.HexValue((byte)pattern[at]);
        var low = IpLiteral.HexValue((byte)pattern[at + 1]);
        if (high is < 0 or > 7 || low < 0)
            return false;
        at += 2;
        set = ByteSet.Of((byte)(high << 4 | low));
        return true;
    }
}
