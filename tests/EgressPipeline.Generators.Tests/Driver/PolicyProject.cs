using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using EgressPipeline.Policy.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EgressPipeline.Generators.Tests.Driver;

/// <summary>A project in memory with policies, built with the generator as the compiler runs it.</summary>
internal sealed record PolicyProject
{
    /// <summary>Where it pretends to be.</summary>
    public const string Folder = "/src/Shop";

    /// <summary>The metadata of a file in the default table.</summary>
    public const string DefaultTable = "||||";

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(ServiceHandle).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(EgressPlan).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location)];

    public ImmutableArray<AdditionalText> Files { get; init; } = [];
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty
        .Add("ProjectDir", Folder + "/").Add("RootNamespace", "Shop").Add("MSBuildProjectFullPath", Folder + "/Shop.csproj");

    /// <summary>C# of the project itself.</summary>
    public string Code { get; init; } = "namespace Shop;";
    public bool ReferencesContract { get; init; } = true;

    /// <summary>A project with one policy file, <c>policies/a.yaml</c>.</summary>
    public static PolicyProject With(string yaml) => new PolicyProject().Add("policies/a.yaml", yaml);

    /// <summary>Adds a file, by path relative to the project or absolute.</summary>
    public PolicyProject Add(string path, string? yaml, string? tables = DefaultTable) =>
        this with { Files = Files.Add(new PolicyAdditionalText(path.StartsWith('/') ? path : Folder + "/" + path, yaml, tables)) };

    /// <summary>Replaces a file, the others staying the same objects.</summary>
    public PolicyProject Replace(string path, string yaml)
    {
        var old = Files.Single(file => file.Path == Folder + "/" + path);
        return this with { Files = Files.Replace(old, new PolicyAdditionalText(old.Path, yaml, ((PolicyAdditionalText)old).Tables)) };
    }

    public GeneratorRun Build() => GeneratorRun.Of(this, Driver());

    public ProjectOptions Options() => new(Properties);

    public CSharpCompilation Compilation()
    {
        var references = ReferencesContract ? References : [.. Net100.References.All];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("Shop", [CSharpSyntaxTree.ParseText(Code, Parse, Folder + "/Code.cs")], references, options);
    }

    private GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new EgressTableGenerator().AsSourceGenerator()],
        Files,
        Parse,
        Options(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}
