using EgressPipeline.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators.Inputs;

/// <summary>One policy file as the compiler hands it over.</summary>
/// <param name="Path">As handed over, usually absolute: where findings are shown.</param>
/// <param name="Text">Its text without byte order mark; null when it cannot be read or is no text.</param>
/// <param name="IsUtf8">False when the compiler had to guess another encoding, which the sidecar does not.</param>
/// <param name="Uses">The tables that it belongs to.</param>
internal sealed record PolicyInput(string Path, string? Text, bool IsUtf8, EquatableArray<TableUse> Uses)
{
    private const int Utf8CodePage = 65001;

    private const string TablesKey = "build_metadata.AdditionalFiles.EgressTables";

    /// <summary>The file, or null for an additional file that is no policy.</summary>
    public static PolicyInput? Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken)
    {
        if (!options.GetOptions(file).TryGetValue(TablesKey, out var uses) || uses.Length == 0)
            return null;
        var text = ReadText(file, cancellationToken);
        // An editor's buffer has no encoding yet.
        return new PolicyInput(file.Path, text?.ToString(), text?.Encoding is null or { CodePage: Utf8CodePage }, TableUse.Parse(uses));
    }

    private static SourceText? ReadText(AdditionalText file, CancellationToken cancellationToken)
    {
        try
        {
            return file.GetText(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return null;
        }
    }
}
