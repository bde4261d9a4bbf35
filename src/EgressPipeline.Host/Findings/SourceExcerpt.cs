using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Host.Findings;

/// <summary>A line of YAML with a mark under the place, as far as a terminal has room for it.</summary>
/// <param name="Line">The line, without control characters: they could change the terminal.</param>
/// <param name="Mark">Blanks, then <c>^</c> and <c>~</c> up to the end of the key or value.</param>
internal readonly record struct SourceExcerpt(string Line, string Mark)
{
    private const int MinWidth = 20;
    private const int MaxWidth = 160;

    /// <param name="line">As it stands in the file.</param>
    /// <param name="finding">What is to be marked.</param>
    /// <param name="width">Columns of the terminal that are left for it.</param>
    public static SourceExcerpt Of(string line, PolicyDiagnostic finding, int width)
    {
        width = Math.Clamp(width, MinWidth, MaxWidth);
        var column = Math.Clamp(finding.Source.Column - 1, 0, line.Length);
        var start = line.Length > width ? Math.Max(0, column - width / 2) : 0;
        var length = Math.Min(width, line.Length - start);
        var shown = string.Concat(line.Substring(start, length).Select(c => char.IsControl(c) && c != '\t' ? '\uFFFD' : c));
        // Tabs are kept, so that the mark stays under its place whatever their width.
        var indent = string.Concat(shown.Take(column - start).Select(c => c == '\t' ? '\t' : ' '));
        var tail = finding.End.Line == finding.Source.Line ? Math.Clamp(finding.End.Column - finding.Source.Column - 1, 0, Math.Max(0, start + length - column - 1)) : 0;
        return new SourceExcerpt(shown, indent + "^" + new string('~', tail));
    }
}
