using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using CatalogueItem = EgressPipeline.Policy.Diagnostics.DiagnosticDescriptor;
using RoslynDescriptor = Microsoft.CodeAnalysis.DiagnosticDescriptor;

namespace EgressPipeline.Generators.Diagnostics;

/// <summary>The catalogue as the compiler knows it: same ids, severities and titles.</summary>
internal static class Descriptors
{
    private const string Category = "EgressPipeline.Policy";

    private static readonly Dictionary<string, RoslynDescriptor> ById =
        DiagnosticCatalogue.All.ToDictionary(item => item.Id, Create, StringComparer.Ordinal);

    /// <summary>The finding at its place.</summary>
    public static Diagnostic Create(FindingSpec finding)
    {
        var location = finding.Path.Length == 0
            ? Location.None
            : Location.Create(finding.Path, new TextSpan(finding.Start, finding.Length), new LinePositionSpan(finding.From, finding.To));
        return Diagnostic.Create(ById[finding.Id], location, finding.Message);
    }

    // The message is complete as it is, so the format only repeats it.
    private static RoslynDescriptor Create(CatalogueItem item) =>
        new(item.Id, item.Title.TrimEnd('.'), "{0}", Category, SeverityOf(item.Severity), isEnabledByDefault: true, item.Advice, item.HelpPath);

    private static DiagnosticSeverity SeverityOf(Severity severity) => severity switch
    {
        Severity.Error => DiagnosticSeverity.Error,
        Severity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
