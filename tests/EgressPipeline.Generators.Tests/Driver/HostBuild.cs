using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using EgressPipeline.Composition;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Generators.Tests.Driver;

/// <summary>A project with filters in memory, built with the generator that composes them.</summary>
internal sealed class HostBuild
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private static readonly ImmutableArray<MetadataReference> Contract =
        [.. Net100.References.All, .. new[] { typeof(ServiceHandle), typeof(EgressPlan), typeof(PolicyCompiler), typeof(ILogger) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location))];

    private static readonly MetadataReference Runtime = MetadataReference.CreateFromFile(typeof(CompiledFilter).Assembly.Location);

    private readonly GeneratorDriver _driver;
    private readonly Compilation _output;
    private readonly ImmutableArray<MetadataReference> _more;

    private HostBuild(GeneratorDriver driver, string code, bool isHost, ImmutableArray<MetadataReference> more)
    {
        _more = more;
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Shop", [CSharpSyntaxTree.ParseText(code, Parse, "/src/Shop/Code.cs")], [.. Contract, .. more, .. isHost ? new[] { Runtime } : []], options);
        _driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out _output, out var findings, TestContext.Current.CancellationToken);
        Messages = [.. findings.Select(finding => finding.ToString())];
        Result = _driver.GetRunResult().Results.Single();
    }

    public GeneratorRunResult Result { get; }

    /// <summary>What the generator reported.</summary>
    public IReadOnlyList<string> Messages { get; }

    /// <param name="code">C# of the project.</param>
    /// <param name="isHost">Whether it references the runtime.</param>
    /// <param name="more">What it references besides.</param>
    public static HostBuild Of(string code, bool isHost = true, params ImmutableArray<MetadataReference> more) => new(CSharpGeneratorDriver.Create(
        [new EgressFilterGenerator().AsSourceGenerator()], [], Parse, new PolicyProject().Options(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)), code, isHost, more);

    /// <summary>Builds again with other code, as an editor does.</summary>
    public HostBuild Again(string code) => new(_driver, code, isHost: true, _more);

    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) => [.. Result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    public IReadOnlyList<IncrementalStepRunReason> OutputReasons() => [.. Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason)];

    /// <summary>The project as others reference it.</summary>
    public MetadataReference ToReference() => MetadataReference.CreateFromImage(Emit());

    /// <summary>The built assembly, loaded.</summary>
    public Assembly Load() => new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(new MemoryStream(Emit()));

    /// <summary>The filters that it composed.</summary>
    public static IReadOnlyList<CompiledFilter> FiltersOf(Assembly built) =>
        (IReadOnlyList<CompiledFilter>)built.GetType("Shop.EgressFilters", throwOnError: true)!.GetProperty("All")!.GetValue(null)!;

    private byte[] Emit()
    {
        using var image = new MemoryStream();
        var emitted = _output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        Assert.Empty(emitted.Diagnostics.Where(one => one.Severity > DiagnosticSeverity.Hidden));
        return image.ToArray();
    }
}
