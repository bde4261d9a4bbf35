using System.Reflection;
using System.Text.Json;
using EgressPipeline.Filters.Options;
using EgressPipeline.Generators.Tests.Driver;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Filters;
using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Tests;

/// <summary>Filters compiled into a host are the same as those that a sidecar finds by reflection.</summary>
public sealed class FilterCompositionTests
{
    [Fact]
    public void Facts_OfACompiledFilter_AreItsAttribute()
    {
        var built = HostBuild.Of(FilterCode.Full).Load();

        var filter = Assert.Single(HostBuild.FiltersOf(built)).Descriptor;

        Assert.Equal(Values(filter.Type.GetCustomAttribute<EgressFilterAttribute>()!), Values(filter.Facts));
        Assert.Equal(built.GetType("Shop.FullFilter"), filter.Type);
    }

    [Fact]
    public void Schema_OfACompiledFilter_IsTheReflectedOne()
    {
        var built = HostBuild.Of(FilterCode.Full).Load();
        var options = built.GetType("Shop.FullOptions")!;

        var compiled = Assert.Single(HostBuild.FiltersOf(built)).Descriptor.Schema;
        var reflected = OptionsSchemaReader.Read(options, Activator.CreateInstance(options));

        Assert.Equal(Sorted(reflected), Sorted(compiled));
    }

    [Theory]
    [InlineData("{ count: 3 }")]
    [InlineData("{ count: -1, large: 1099511627776, isOn: no, perhaps: 4, key: abc, wait: 1m, mode: block, note: hello }")]
    [InlineData("{ count: 1, one: { name: a, weight: 2 }, many: [{ name: b, numbers: [1, 2] }, { name: c }], modes: [off, reportOnly], waits: { x: 1s, y: 20ms } }")]
    [InlineData("{ count: 1, perhaps: null, one: null, many: [], waits: {} }")]
    public void Options_BoundByGeneratedCode_AreThoseBoundByReflection(string config)
    {
        var built = HostBuild.Of(FilterCode.Full).Load();
        var type = built.GetType("Shop.FullOptions")!;
        var map = PolicyCompiler.Compile([new PolicyFile("b.yaml", FilterCode.Binding(config) + "---\n" + Yaml.Service("a", "a.example.com"))], WorkloadContext.Unknown).Plan!.FilterBindings.Single().Config;

        var compiled = Assert.Single(HostBuild.FiltersOf(built)).Descriptor.Factory.Bind(map)!;
        var reflected = Activator.CreateInstance(type)!;
        OptionsBinder.Fill(reflected, map);

        Assert.Equal(JsonSerializer.Serialize(reflected, type), JsonSerializer.Serialize(compiled, type));
    }

    [Fact]
    public void Host_ReferencingAFilter_ComposesItWithItsOwn()
    {
        var plugin = HostBuild.Of(FilterCode.Full, isHost: false);
        Assert.Empty(plugin.Result.GeneratedSources);

        var host = HostBuild.Of(FilterCode.Plain, isHost: true, plugin.ToReference());

        var source = host.Result.GeneratedSources.Single().SourceText.ToString();
        Assert.Empty(host.Messages);
        Assert.Contains("Of<global::Shop.FullFilter, global::Shop.FullOptions>", source, StringComparison.Ordinal);
        Assert.Contains("Of<global::Shop.PlainFilter>", source, StringComparison.Ordinal);
        Assert.DoesNotContain("RegistryFilter", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public sealed class PlainFilter", "sealed class PlainFilter", "(3,14): error EGP2007: the filter class PlainFilter cannot be compiled in: the class PlainFilter must be public, not abstract and not generic")]
    [InlineData("public sealed class PlainFilter", "public sealed class PlainFilter(string name)", "needs exactly one public constructor")]
    [InlineData("public sealed class PlainFilter", "public class T { [EgressPipeline.Option(\"x\")] public object? O { get; set; } }\n[EgressPipeline.EgressFilter(\"two\", \"1.0.0\")] public sealed class PlainFilter(EgressPipeline.FilterContext<T> c)", "the option T.O has the type Object, which no option can have")]
    [InlineData(": EgressPipeline.IRequestFilter", "", "implements no phase")]
    public void Class_ThatIsNoFilter_IsAnErrorAtItsPlace(string from, string to, string expected)
    {
        var code = FilterCode.Plain.Replace(from, to, StringComparison.Ordinal);
        code = to.Contains("\"two\"", StringComparison.Ordinal) ? code.Replace("[EgressPipeline.EgressFilter(\"plain\", \"1.0.0\")]", "", StringComparison.Ordinal) : code;

        var message = Assert.Single(HostBuild.Of(code).Messages);

        Assert.StartsWith("/src/Shop/Code.cs(", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnrelatedCode_Edited_ComposesNothingAgain()
    {
        var first = HostBuild.Of(FilterCode.Full);

        var second = first.Again(FilterCode.Full + "\npublic class More;");

        Assert.Equal([IncrementalStepRunReason.Unchanged], second.Reasons(StepNames.OwnFilters));
        Assert.Equal([IncrementalStepRunReason.Unchanged], second.Reasons(StepNames.ReferencedFilters));
        Assert.Equal([IncrementalStepRunReason.Unchanged], second.Reasons(StepNames.IsHost));
        Assert.Equal([IncrementalStepRunReason.Cached], second.Reasons(StepNames.Filters));
        Assert.Equal([IncrementalStepRunReason.Cached], second.Reasons(StepNames.Composed));
        Assert.All(second.OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Option_Added_IsComposedAgain()
    {
        var second = HostBuild.Of(FilterCode.Full).Again(FilterCode.Full.Replace("public int NoOption", "[Option(\"New.\")] public int Added", StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified], second.Reasons(StepNames.Composed));
        Assert.Contains("\"added\"", second.Result.GeneratedSources.Single().SourceText.ToString(), StringComparison.Ordinal);
    }

    private static string[] Values(EgressFilterAttribute facts) =>
        [.. typeof(EgressFilterAttribute).GetProperties().Where(one => one.Name != nameof(Attribute.TypeId)).Select(one => one.Name + "=" + JsonSerializer.Serialize(one.GetValue(facts)))];

    // The order of members from a base class is reflection's own.
    private static string Sorted(OptionsSchema schema) => JsonSerializer.Serialize(schema.Fields.OrderBy(field => field.Name, StringComparer.Ordinal));
}
