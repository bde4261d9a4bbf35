using EgressPipeline.Generators.Diagnostics;
using EgressPipeline.Generators.Filters;
using EgressPipeline.Generators.Handles;
using EgressPipeline.Generators.Inputs;
using EgressPipeline.Generators.Model;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Generators.Compiling;

/// <summary>Compiles the files of one table with the compiler that the sidecar uses.</summary>
internal static class TableCompiler
{
    /// <summary>The table, or findings. Whatever goes wrong, it never throws but for cancellation.</summary>
    public static TableOutcome Compile(TableSource source, ProjectFacts project, EquatableArray<FilterSpec> filters, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Refuse(source, project) is { } findings ? new TableOutcome(null, new(findings)) : CompileText(source, project, filters);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The compiler would turn the generator off and say so without a place, in a warning that is easily missed.
            return new TableOutcome(null, new([Failure(source.Class, project.File, e)]));
        }
    }

    /// <summary>What an exception becomes.</summary>
    public static FindingSpec Failure(string table, string projectFile, Exception exception) =>
        About(projectFile, BuildDiagnostics.CompilerFailed, table, exception.GetType().Name + ": " + exception.Message);

    /// <summary>What is wrong before any policy is looked at, or null.</summary>
    private static FindingSpec[]? Refuse(TableSource source, ProjectFacts project)
    {
        if (source.Problems.Count > 0)
            return [.. source.Problems];
        if (WorkloadReader.Read(source.Settings, out var problem) is null)
            return [About(project.File, BuildDiagnostics.BadSetting, source.Class, problem)];
        var unreadable = source.Files.Where(file => file.Text is null).Select(file => About(file.Path, BuildDiagnostics.Unreadable)).ToArray();
        return unreadable.Length > 0 ? unreadable : null;
    }

    private static TableOutcome CompileText(TableSource source, ProjectFacts project, EquatableArray<FilterSpec> filters)
    {
        var workload = WorkloadReader.Read(source.Settings, out _)!;
        var policies = PolicySet.Read([.. source.Files.Select(file => file.ToPolicyFile())]);
        var result = policies.Compile(workload);
        var bound = result.Plan is null ? [] : BindingFindings.Of(result.Plan, filters);
        var failures = project.RunsTests && result.Plan is not null ? PolicyTestRunner.Run(policies, "").Findings().ToArray() : [];
        var places = new FindingPlaces(source.Files, project.File);
        var findings = new EquatableArray<FindingSpec>([.. result.Diagnostics.Concat(bound).Concat(failures).Select(places.Place)]);
        return new TableOutcome(result.Plan is null || failures.Length > 0 || bound.Any(finding => finding.Severity == Severity.Error) ? null : Describe(source, result.Plan), findings);
    }

    private static TableSpec Describe(TableSource source, EgressPlan plan) => new()
    {
        Namespace = source.Namespace,
        Class = source.Class,
        Hash = plan.Hash,
        Image = new(PlanImage.Write(plan)),
        Handles = new([.. ServiceHandles.Of(plan), .. RouteHandles.Of(plan), .. SubsetHandles.Of(plan), .. RuleHandles.Of(plan)]),
    };

    private static FindingSpec About(string path, DiagnosticDescriptor descriptor, params object[] arguments) =>
        FindingSpec.At(path, descriptor.Id, descriptor.Format(arguments));
}
