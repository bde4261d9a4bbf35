using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text;

/// <summary>Lines as YAML and editors count them: they end with CR LF, LF or CR alone.</summary>
public static class TextLines
{
    private static readonly char[] Breaks = ['\r', '\n'];

    /// <summary>The place of a character of a file.</summary>
    public static SourceRef Place(PolicyFile file, int at)
    {
        var line = 1;
        var start = 0;
        for (var next = Next(file.Text, start); next >= 0 && next <= at; next = Next(file.Text, start))
        {
            line++;
            start = next;
        }
        return new SourceRef(file.Path, line, at - start + 1);
    }

    /// <summary>A line without its end; empty when there is no such line.</summary>
    /// <param name="text">The file.</param>
    /// <param name="line">1-based.</param>
    public static string Line(string text, int line)
    {
        var start = 0;
        for (; line > 1 && start >= 0; line--)
            start = Next(text, start);
        if (start < 0 || line < 1)
            return "";
        var end = text.IndexOfAny(Breaks, start);
        return end < 0 ? text.Substring(start) : text.Substring(start, end - start);
    }

    /// <summary>Every line without its end.</summary>
    public static string[] Split(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start >= 0; start = Next(text, start))
        {
            var end = text.IndexOfAny(Breaks, start);
            lines.Add(end < 0 ? text.Substring(start) : text.Substring(start, end - start));
        }
        return [.. lines];
    }

    /// <summary>Where the line behind the one at <paramref name="start"/> begins; -1 at the end of the text.</summary>
    private static int Next(string text, int start)
    {
        var at = text.IndexOfAny(Breaks, start);
        if (at < 0)
            return -1;
        return text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
    }
}
