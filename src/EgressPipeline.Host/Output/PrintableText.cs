namespace EgressPipeline.Host.Output;

/// <summary>Texts of YAML files and logs on their way to a terminal or report: what would steer a terminal or is no XML is replaced.</summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text on one line, each control character, unpaired surrogate and non-character replaced.</summary>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!IsPrintable(text, i))
                return Replace(text);
        return text;
    }

    /// <summary>The same for a text of several lines.</summary>
    public static string OfLines(string text) => string.Join('\n', text.Split('\n').Select(Of));

    private static string Replace(string text) => string.Create(text.Length, text, static (printable, source) =>
    {
        for (var i = 0; i < source.Length; i++)
            printable[i] = IsPrintable(source, i) ? source[i] : Replacement;
    });

    private static bool IsPrintable(string text, int at)
    {
        var c = text[at];
        if (char.IsHighSurrogate(c))
            return at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
        if (char.IsLowSurrogate(c))
            return at > 0 && char.IsHighSurrogate(text[at - 1]);
        // Line separators break lines, bidirectional overrides show a text other than it is.
        return !char.IsControl(c) && c is not ('\uFFFE' or '\uFFFF' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
    }
}
