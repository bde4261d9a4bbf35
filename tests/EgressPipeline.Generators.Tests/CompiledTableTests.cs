using System.Reflection;
using System.Text;
using EgressPipeline.Generators.Tests.Driver;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Image;

namespace EgressPipeline.Generators.Tests;

/// <summary>Generated code, compiled, loaded and asked.</summary>
public sealed class CompiledTableTests
{
    private static readonly string Policies = Yaml.Join(Yaml.Payments, Yaml.Service("external-api", "\"*.example.com\"").Replace("DNS", "NONE", StringComparison.Ordinal), Yaml.Allow("reads", "*", "GET"));

    private static readonly GeneratorRun Run = PolicyProject.With(Policies).Build();

    private static readonly CompiledTable Table = Run.LoadTable();

    [Fact]
    public void Image_OfTheAssembly_IsTheImageOfThePlan()
    {
        var plan = PolicyCompiler.Compile([new PolicyFile("policies/a.yaml", Policies)], WorkloadContext.Unknown).Plan!;

        Assert.Equal(PlanImage.Write(plan), Table.Image.ToArray());
        Assert.Equal(plan.Hash, Table.Hash);
    }

    [Fact]
    public void Assembly_WithTables_NamesThem()
    {
        var assembly = new PolicyProject().Add("a.yaml", Yaml.Service("a", "a.example.com"), "Web||||^Other.Jobs||||").Build().Load();

        Assert.Equal(["Other.Jobs", "Shop.Web"], assembly.GetCustomAttributes<CompiledPolicyAttribute>().Select(named => named.Table.FullName!).Order());
    }

    /// <summary>Data that lies aligned is read in place, eight bytes at a time.</summary>
    [Fact]
    public unsafe void Image_OfTheAssembly_IsAlignedAndAlwaysTheSameMemory()
    {
        fixed (byte* first = Table.Image, second = Table.Image)
        {
            Assert.Equal(0, (long)first % 8);
            Assert.True(first == second);
        }
    }

    [Theory]
    [InlineData("pay.example.com", "pay.example.com")]
    [InlineData("PAY.example.com", "pay.example.com")]
    [InlineData("api.example.com", "*.example.com")]
    [InlineData("a.b.example.com", "*.example.com")]
    [InlineData("example.com", null)]
    [InlineData(".example.com", null)]
    [InlineData("", null)]
    public void FindHost_OfAName_IsThePositionOfItsPattern(string host, string? pattern)
    {
        var position = Table.FindHost(Encoding.UTF8.GetBytes(host));

        Assert.Equal(pattern, position < 0 ? null : Table.Load().Hosts[position].Pattern);
    }

    [Fact]
    public void FindHost_AndImage_AllocateNothing()
    {
        var host = "pay.example.com"u8;
        Table.FindHost(host);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Assert.True(Table.FindHost(host) >= 0 & Table.Image.Length > 0);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Code that runs when a type is first used would run in every program that only names a handle.</summary>
    [Fact]
    public void Types_OfTheTable_HaveNoStaticConstructorAndNoField()
    {
        var types = Run.Load().GetTypes().Where(type => type.FullName!.StartsWith("Shop.", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Null(type.TypeInitializer));
        Assert.DoesNotContain(types.SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)), field => !field.IsLiteral);
    }

    [Fact]
    public void Handles_OfEveryKind_CarryIdPlaceAndIndex()
    {
        Assert.Equal(new ServiceHandle("ServiceEntry/default/payments", "default/payments", "pay.example.com", 1, "policies/a.yaml", 1), Handle("Services", "Payments"));
        Assert.Equal(new RouteHandle("VirtualService/default/payments#http[0]", "canary", 0, "policies/a.yaml", 27), Handle("Routes+Payments", "Canary"));
        Assert.Equal(new RouteHandle("VirtualService/default/payments#http[1]", "http[1]", 1, "policies/a.yaml", 30), Handle("Routes+Payments", "Http1"));
        Assert.Equal(new RuleHandle("AuthorizationPolicy/default/reads#rules[0]", 0, "policies/a.yaml", 46), Handle("Rules+Reads", "Rule0"));
        Assert.Equal(new RuleHandle("AuthorizationPolicy/default/reads", -1, "policies/a.yaml", 40), Handle("Rules+Reads", "Policy"));
        var subset = Assert.IsType<SubsetHandle>(Handle("Subsets+Payments", "V2"));
        Assert.Equal(("DestinationRule/default/payments", "v2", "pay.example.com"), (subset.Id, subset.Name, subset.Host));
        Assert.Equal("v2", Table.Load().Clusters[subset.Index].Subset);
    }

    [Fact]
    public void Handle_OfAPolicyThatIsGone_DoesNotBuildAnyMore()
    {
        var project = PolicyProject.With(Yaml.Join(Yaml.Service("a", "a.example.com"), Yaml.Service("external-api", "b.example.com"))) with
        {
            Code = "internal static class Caller { public static string Host => Shop.Egress.Services.ExternalApi.Host; }",
        };
        var built = project.Build();
        Assert.Empty(built.CompilerMessages());

        var removed = built.Again(edited => edited.Replace("policies/a.yaml", Yaml.Service("a", "a.example.com")));

        Assert.Contains(removed.CompilerMessages(), message => message.Contains("error CS0117: 'Egress.Services' does not contain a definition for 'ExternalApi'", StringComparison.Ordinal));
    }

    private static object Handle(string nested, string member) =>
        Run.Load().GetType("Shop.Egress+" + nested, throwOnError: true)!.GetProperty(member)!.GetValue(null)!;
}
