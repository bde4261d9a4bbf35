using System.Text;
using EgressPipeline.Generators.Compiling;
using EgressPipeline.Generators.Diagnostics;
using EgressPipeline.Generators.Emission;
using EgressPipeline.Generators.Filters;
using EgressPipeline.Generators.Inputs;
using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators;

/// <summary>
/// Turns the policies of a project into route tables while the project is built. Every step has a name and a result that
/// can be compared, so that work ends where nothing changed.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class EgressTableGenerator : IIncrementalGenerator
{
    private const string ContractType = "EgressPipeline.ServiceHandle";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var project = context.AnalyzerConfigOptionsProvider
            .Select(ProjectFacts.Read).WithTrackingName(StepNames.Project);
        var files = context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, token) => PolicyInput.Read(pair.Left, pair.Right, token))
            .Where(static file => file is not null).Select(static (file, _) => file!).WithTrackingName(StepNames.Files);
        var tables = files.Collect().Combine(project)
            .SelectMany(static (pair, _) => TableSources.Group(pair.Left, pair.Right)).WithTrackingName(StepNames.Tables);
        var outcomes = tables.Combine(project).Combine(FilterSteps.Find(context))
            .Select(static (item, token) => TableCompiler.Compile(item.Left.Left, item.Left.Right, item.Right, token)).WithTrackingName(StepNames.Outcomes);

        // Findings go their own way, so that a new place of a warning writes no source again.
        var findings = outcomes.Select(static (outcome, _) => outcome.Findings).WithTrackingName(StepNames.Findings);
        context.RegisterSourceOutput(findings, static (output, found) =>
        {
            foreach (var finding in found)
                output.ReportDiagnostic(Descriptors.Create(finding));
        });

        var hasContract = context.CompilationProvider.Select(static (compilation, _) => !compilation.GetTypesByMetadataName(ContractType).IsEmpty);
        var specs = outcomes.Select(static (outcome, _) => outcome.Table)
            .Where(static table => table is not null).Select(static (table, _) => table!).WithTrackingName(StepNames.Specs);
        context.RegisterSourceOutput(specs.Combine(project).Combine(hasContract), static (output, item) => Write(output, item.Left.Left, item.Left.Right, item.Right));
    }

    private static void Write(SourceProductionContext output, TableSpec table, ProjectFacts project, bool hasContract)
    {
        if (!hasContract)
        {
            var missing = BuildDiagnostics.ContractMissing;
            output.ReportDiagnostic(Descriptors.Create(FindingSpec.At(project.File, missing.Id, missing.Format())));
            return;
        }
        try
        {
            var file = table.FullName.Replace("@", "");
            output.AddSource(file + ".g.cs", SourceText.From(TableEmitter.EmitMembers(table), Encoding.UTF8));
            output.AddSource(file + ".Data.g.cs", SourceText.From(TableEmitter.EmitData(table), Encoding.UTF8));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            output.ReportDiagnostic(Descriptors.Create(TableCompiler.Failure(table.Class, project.File, e)));
        }
    }
}
