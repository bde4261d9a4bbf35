using System.Text;
using EgressPipeline.Generators.Diagnostics;
using EgressPipeline.Generators.Emission;
using EgressPipeline.Generators.Filters;
using EgressPipeline.Generators.Inputs;
using EgressPipeline.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators;

/// <summary>
/// Composes the filters of a host: a project that references the runtime gets <c>EgressFilters.All</c>, which has its own filters and those
/// of what it references. Every step has a name and a result that can be compared.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class EgressFilterGenerator : IIncrementalGenerator
{
    private const string HostType = "EgressPipeline.Composition.CompiledFilter";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var project = context.AnalyzerConfigOptionsProvider.Select(ProjectFacts.Read).WithTrackingName(StepNames.Project);
        var isHost = context.CompilationProvider.Select(static (compilation, _) => !compilation.GetTypesByMetadataName(HostType).IsEmpty).WithTrackingName(StepNames.IsHost);
        var composed = FilterSteps.Find(context).Combine(isHost)
            .Select(static (pair, _) => pair.Right ? new Composed(true, pair.Left) : new Composed(false, default)).WithTrackingName(StepNames.Composed);
        context.RegisterSourceOutput(composed.Combine(project), static (output, pair) => Write(output, pair.Left, pair.Right));
    }

    private static void Write(SourceProductionContext output, Composed composed, ProjectFacts project)
    {
        if (!composed.IsHost)
            return;
        foreach (var filter in composed.Filters)
            if (filter.Problem is { } problem)
                output.ReportDiagnostic(Descriptors.Create(problem.Path.Length > 0 ? problem : problem with { Path = project.File }));
        output.AddSource("EgressFilters.g.cs", SourceText.From(FilterEmitter.Emit(project.TableNamespace, composed.Filters), Encoding.UTF8));
    }

    /// <summary>What is written, if anything.</summary>
    private sealed record Composed(bool IsHost, EquatableArray<FilterSpec> Filters);
}
