using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Tests.Driver;

/// <summary>What one build of a <see cref="PolicyProject"/> brought, and the driver with its memory for the next build.</summary>
internal sealed class GeneratorRun
{
    private const string DataEnding = ".Data.g.cs";

    private readonly PolicyProject _project;
    private readonly GeneratorDriver _driver;
    private readonly Compilation _output;

    private GeneratorRun(PolicyProject project, GeneratorDriver driver, Compilation output, ImmutableArray<Diagnostic> findings)
    {
        (_project, _driver, _output, Findings) = (project, driver, output, findings);
        Result = driver.GetRunResult().Results.Single();
    }

    public GeneratorRunResult Result { get; }

    /// <summary>What the generator reported, and the compiler about it.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>The findings as the compiler prints them, paths relative to the project.</summary>
    public IReadOnlyList<string> Messages => [.. Findings.Select(finding => finding.ToString().Replace(PolicyProject.Folder + "/", "", StringComparison.Ordinal))];

    /// <summary>The members of the only table.</summary>
    public string Members => Sources.Single(source => !source.Key.EndsWith(DataEnding, StringComparison.Ordinal)).Value;

    /// <summary>The files with members, one a table.</summary>
    public IEnumerable<string> Tables => Sources.Keys.Where(name => !name.EndsWith(DataEnding, StringComparison.Ordinal));

    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Sources => Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    public static GeneratorRun Of(PolicyProject project, GeneratorDriver driver)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(project.Compilation(), out var output, out var findings, TestContext.Current.CancellationToken);
        return new GeneratorRun(project, driver, output, findings);
    }

    /// <summary>Builds again after edits, as an editor does.</summary>
    public GeneratorRun Again(Func<PolicyProject, PolicyProject> edit)
    {
        var edited = edit(_project);
        var driver = _driver;
        foreach (var (before, after) in _project.Files.Zip(edited.Files))
            if (before != after)
                driver = driver.ReplaceAdditionalText(before, after);
        if (edited.Files.Length > _project.Files.Length)
            driver = driver.AddAdditionalTexts([.. edited.Files.Skip(_project.Files.Length)]);
        return Of(edited, edited.Properties == _project.Properties ? driver : driver.WithUpdatedAnalyzerConfigOptions(edited.Options()));
    }

    /// <summary>Why each result of a step was made, in order.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    /// <summary>Why each source output was made.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons() =>
        [.. Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason)];

    /// <summary>Everything the compiler says about the project with what was generated, hidden notes apart.</summary>
    public IReadOnlyList<string> CompilerMessages() =>
        [.. _output.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity > DiagnosticSeverity.Hidden).Select(d => d.ToString())];

    /// <summary>The built assembly, loaded for as long as something uses it.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        var emitted = _output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    /// <summary>A table of the built assembly.</summary>
    public CompiledTable LoadTable(string name = "Shop.Egress") => new(Load().GetType(name, throwOnError: true)!);
}
