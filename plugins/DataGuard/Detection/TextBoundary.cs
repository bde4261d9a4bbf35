namespace DataGuard.Detection;

/// <summary>Where a word may begin or end, in plain text, in JSON strings and in URL-encoded forms.</summary>
internal static class TextBoundary
{
    private const int UnicodeEscape = 6; // \u0020

    /// <summary>True when the byte before is no letter or digit, or is the end of an escape (<c>\n</c>, <c>\u0020</c>, <c>%20</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place.</param>
    public static bool IsBefore(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0 || !char.IsAsciiLetterOrDigit((char)text[at - 1]))
            return true;
        if (at >= 2 && text[at - 2] == '\\')
            return true;
        return IsPercentEscape(text, at - 3) || (at >= UnicodeEscape && text[at - UnicodeEscape] == '\\' && text[at - UnicodeEscape + 1] == 'u');
    }

    /// <summary>
    /// How many of the digits that begin here are the end of an escape: 2 after <c>%</c> (<c>%20</c>), 1 after <c>%A</c>, up to 4 after <c>\u</c>; else 0.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The first of four digits.</param>
    public static int DigitsOfEscape(ReadOnlySpan<byte> text, int at)
    {
        for (var back = 1; back <= Math.Min(at, 4); back++)
        {
            var before = text[at - back];
            if (before == '%' && back <= 2)
                return 3 - back;
            if (before == 'u' && back < at && text[at - back - 1] == '\\')
                return 5 - back;
            if (!char.IsAsciiHexDigit((char)before))
                break;
        }
        return 0;
    }

    /// <summary>True for a byte that cannot continue a word.</summary>
    public static bool IsAfter(byte next) => !char.IsAsciiLetterOrDigit((char)next);

    /// <summary>True when <c>%</c> and two hexadecimal digits stand there.</summary>
    public static bool IsPercentEscape(ReadOnlySpan<byte> text, int at) =>
        at >= 0 && at + 2 < text.Length && text[at] == '%' && char.IsAsciiHexDigit((char)text[at + 1]) && char.IsAsciiHexDigit((char)text[at + 2]);
}
