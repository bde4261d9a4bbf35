using EgressPipeline.Generators.Inputs;
using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators.Diagnostics;

/// <summary>
/// Places findings in files: from the line and column that the policy compiler names to the end of the YAML token that
/// stands there.
/// </summary>
internal sealed class TokenPlace
{
    private readonly Dictionary<string, TableFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceText> _texts = new(StringComparer.Ordinal);
    private readonly string _fallback;

    /// <param name="files">The files of the table.</param>
    /// <param name="fallback">Where findings without a file are shown.</param>
    public TokenPlace(IEnumerable<TableFile> files, string fallback)
    {
        foreach (var file in files)
            _files[file.ShownPath] = file;
        _fallback = fallback;
    }

    public FindingSpec Place(PolicyDiagnostic diagnostic)
    {
        var source = diagnostic.Source;
        if (!_files.TryGetValue(source.File, out var file))
            return FindingSpec.At(_fallback, diagnostic.Id, diagnostic.Message);
        var text = TextOf(file);
        if (source.Line < 1 || source.Line > text.Lines.Count)
            return FindingSpec.At(file.Path, diagnostic.Id, diagnostic.Message);
        var line = text.Lines[source.Line - 1];
        var start = Math.Min(line.Start + Math.Max(source.Column - 1, 0), line.End);
        var length = YamlToken.Length(text.ToString(TextSpan.FromBounds(start, line.End)));
        return new FindingSpec(diagnostic.Id, diagnostic.Message, file.Path, start, length, source.Line - 1, start - line.Start);
    }

    private SourceText TextOf(TableFile file)
    {
        if (!_texts.TryGetValue(file.ShownPath, out var text))
            _texts.Add(file.ShownPath, text = SourceText.From(file.Text ?? ""));
        return text;
    }
}
