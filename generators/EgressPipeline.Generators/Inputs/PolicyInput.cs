using EgressPipeline.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EgressPipeline.Generators.Inputs;

/// <summary>One policy file as the compiler hands it over.</summary>
/// <param name="Path">As handed over, usually absolute: where findings are shown.</param>
/// <param name="Text">Its text without byte order mark; null when it cannot be read or is no text.</param>
/// <param name="Uses">The tables that it belongs to.</param>
internal sealed record PolicyInput(string Path, string? Text, EquatableArray<TableUse> Uses)
{
    private const string TablesKey = "build_metadata.AdditionalFiles.EgressTables";

    /// <summary>The file, or null for an additional file that is no policy.</summary>
    public static PolicyInput? Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken) =>
        options.GetOptions(file).TryGetValue(TablesKey, out var uses) && uses.Length > 0
            ? new PolicyInput(file.Path, ReadText(file, cancellationToken), TableUse.Parse(uses))
            : null;

    private static string? ReadText(AdditionalText file, CancellationToken cancellationToken)
    {
        try
        {
            return file.GetText(cancellationToken)?.ToString();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return null;
        }
    }
}
