namespace EgressPipeline.Policy.Text.Inspection;

/// <summary>What templating leaves behind when a file was not rendered: <c>{{ … }}</c>, <c>{% … %}</c>, <c>${NAME}</c>.</summary>
internal static class TemplateMarks
{
    /// <summary>A mark that does not end within so many characters is none.</summary>
    private const int MaxLength = 256;

    /// <summary>The first mark of a line or value as it is written; null when there is none.</summary>
    public static string? Find(string text, out int at)
    {
        for (at = text.IndexOfAny(['{', '$']); at >= 0; at = at + 1 < text.Length ? text.IndexOfAny(['{', '$'], at + 1) : -1)
            if (EndOf(text, at) is var end and > 0)
                return text.Substring(at, end - at);
        return null;
    }

    private static int EndOf(string text, int at)
    {
        if (At(text, at, "{{"))
            return EndOf(text, at, "}}");
        if (At(text, at, "{%"))
            return EndOf(text, at, "%}");
        if (!At(text, at, "${"))
            return 0;
        // A name, so that "x${2}" in a regular expression is none.
        var end = at + 2;
        while (end < text.Length && (text[end] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_' || (end > at + 2 && text[end] is >= '0' and <= '9')))
            end++;
        return end > at + 2 && end < text.Length && text[end] == '}' ? end + 1 : 0;
    }

    private static int EndOf(string text, int at, string close)
    {
        var end = text.IndexOf(close, at + 2, Math.Min(MaxLength, text.Length - at - 2), StringComparison.Ordinal);
        return end < 0 ? 0 : end + close.Length;
    }

    private static bool At(string text, int at, string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;
}
