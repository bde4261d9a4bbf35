namespace EgressPipeline.Policy.Text;

/// <summary>
/// Characters that no policy needs and that programs understand differently: a scanner takes NUL for the end of the file,
/// and U+0085 in a comment for the end of the comment. The first one found ends the reading of the file.
/// </summary>
internal static class ForbiddenCharacters
{
    private const char ByteOrderMark = '\uFEFF';
    private const char Replacement = '\uFFFD';

    private static readonly char[] All = Collect();

    /// <summary>The index of the first such character and what is wrong with it; -1 when there is none.</summary>
    /// <param name="text">The file without the byte order mark that it may begin with.</param>
    /// <param name="what">For the message.</param>
    public static int Find(string text, out string what)
    {
        what = "";
        var at = text.IndexOfAny(All);
        if (at >= 0)
            what = LooksLikeUtf16(text) ? "the file is UTF-16; policies are UTF-8" : Describe(text[at]);
        return at;
    }

    private static string Describe(char c) => c switch
    {
        Replacement => "a byte here is not UTF-8 (or it is the character U+FFFD)",
        ByteOrderMark => "a byte order mark (U+FEFF) inside of the file",
        '\u0085' or '\u2028' or '\u2029' => "the character " + Name(c) + ", which some programs take for a line break and others do not",
        _ => "the control character " + Name(c),
    };

    /// <summary>ASCII in UTF-16 has a NUL in every second place, behind a mark that is no UTF-8 or without one.</summary>
    private static bool LooksLikeUtf16(string text) =>
        text.Length > 3 && (text[0] == '\0' ? text[2] == '\0' : text[1] == '\0' ? text[3] == '\0' : text[0] == Replacement && (text[2] == '\0' || text[3] == '\0'));

    private static string Name(char c) => "U+" + ((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);

    private static char[] Collect()
    {
        var characters = new List<char> { '\u007F', '\u0085', '\u2028', '\u2029', ByteOrderMark, Replacement, '\uFFFE', '\uFFFF' };
        for (var c = '\0'; c < ' '; c++)
            if (c is not ('\t' or '\n' or '\r'))
                characters.Add(c);
        return [.. characters];
    }
}
