using EgressPipeline.Generators.Inputs;
using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators.Diagnostics;

/// <summary>Turns the lines and columns of the policy compiler into what the C# compiler places diagnostics by.</summary>
internal sealed class FindingPlaces
{
    private readonly Dictionary<string, TableFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceText> _texts = new(StringComparer.Ordinal);
    private readonly string _fallback;

    /// <param name="files">The files of the table.</param>
    /// <param name="fallback">Where findings without a file are shown.</param>
    public FindingPlaces(IEnumerable<TableFile> files, string fallback)
    {
        foreach (var file in files)
            _files[file.ShownPath] = file;
        _fallback = fallback;
    }

    public FindingSpec Place(PolicyDiagnostic finding)
    {
        var source = finding.Source;
        if (!_files.TryGetValue(source.File, out var file))
            return FindingSpec.At(_fallback, finding.Id, finding.Message);
        var lines = TextOf(file).Lines;
        var start = Offset(lines, source.Line, source.Column);
        var end = finding.End.IsKnown ? Math.Max(Offset(lines, finding.End.Line, finding.End.Column), start) : start;
        return new FindingSpec(finding.Id, finding.Message, file.Path, start, end - start, lines.GetLinePosition(start), lines.GetLinePosition(end));
    }

    // Places beyond the text, or before it (0 = the file as a whole), are moved to where the text ends or begins.
    private static int Offset(TextLineCollection lines, int line, int column)
    {
        var at = lines[Math.Min(Math.Max(line, 1), lines.Count) - 1];
        return Math.Min(at.Start + Math.Max(column, 1) - 1, at.End);
    }

    private SourceText TextOf(TableFile file)
    {
        if (!_texts.TryGetValue(file.ShownPath, out var text))
            _texts.Add(file.ShownPath, text = SourceText.From(file.Text ?? ""));
        return text;
    }
}
