using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

/// <summary>Which files make which table, and for which workload.</summary>
public sealed class TableTests
{
    private const string ForWebOnly = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: routes, namespace: shop }
        spec:
          hosts: [a.example.com]
          http:
          - name: web
            match: [{ sourceLabels: { app: web } }]
            route: [{ destination: { host: a.example.com } }]
          - name: rest
            route: [{ destination: { host: a.example.com } }]

        """;

    [Fact]
    public void File_InTwoTables_MakesBoth()
    {
        var run = new PolicyProject().Add("a.yaml", Yaml.Service("a", "a.example.com"), "Web||||^Batch.Jobs||||").Build();

        Assert.Equal(["Batch.Jobs.g.cs", "Shop.Web.g.cs"], run.Tables.Order());
        Assert.Empty(run.CompilerMessages());
    }

    [Theory]
    [InlineData("Egress|shop|||app=web", true)]
    [InlineData("Egress|shop|||app=worker", false)]
    [InlineData("Egress||spiffe://cluster.local/ns/shop/sa/web||tier=front,app=web", true)]
    public void Labels_OfTheWorkload_DecideWhichRoutesExist(string tables, bool hasRoute)
    {
        var run = new PolicyProject().Add("a.yaml", Yaml.Join(Yaml.Service("a", "a.example.com", "shop"), ForWebOnly), tables).Build();

        Assert.Equal(hasRoute, run.Members.Contains("RouteHandle Web =>", StringComparison.Ordinal));
        Assert.Contains("RouteHandle Rest =>", run.Members);
    }

    [Fact]
    public void Namespace_OfTheWorkload_HidesWhatIsNotExportedToIt()
    {
        var hidden = Yaml.Service("b", "b.example.com", "other").Replace("spec:", "spec:\n  exportTo: [\".\"]", StringComparison.Ordinal);

        var run = new PolicyProject().Add("a.yaml", Yaml.Join(Yaml.Service("a", "a.example.com"), hidden), "Egress|shop|||").Build();

        Assert.Contains("ServiceEntry/default/a", run.Members);
        Assert.DoesNotContain("ServiceEntry/other/b", run.Members);
    }

    [Fact]
    public void Setting_WrittenOnOneItemOnly_HoldsForTheTable()
    {
        var run = new PolicyProject()
            .Add("a.yaml", Yaml.Service("a", "a.example.com", "shop"), "Egress|shop|||app=web")
            .Add("b.yaml", ForWebOnly, "Egress||||").Build();

        Assert.Contains("RouteHandle Web =>", run.Members);
    }

    [Theory]
    [InlineData("Egress|shop|||", "Egress|mall|||", "EGP2004: table 'Egress' has Namespace 'shop' and also 'mall'")]
    [InlineData("Egress||||a=b", "Egress||||a=c", "EGP2004: table 'Egress' has Labels 'a=b' and also 'a=c'")]
    [InlineData("Egress||||a", "Egress||||", "EGP2005: table 'Egress': Labels: 'a' is no label; write key=value")]
    [InlineData("Egress|Shop|||", "Egress||||", "EGP2005: table 'Egress': Namespace 'Shop' is no namespace; use lower-case letters, digits and dashes, at most 63")]
    [InlineData("Egress||me||", "Egress||||", "EGP2005: table 'Egress': SpiffeId 'me' is no SPIFFE id; write spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT")]
    [InlineData("Egress|a|spiffe://t/ns/b/sa/c||", "Egress||||", "EGP2005: table 'Egress': Namespace 'a' contradicts the identity's namespace 'b'; leave one of them out")]
    [InlineData("Egress|||maybe|", "Egress||||", "EGP2005: table 'Egress': Unregistered 'maybe' is none of deny, audit and allow")]
    [InlineData("1st||||", "1st||||", "EGP2003: Table '1st' is no C# name")]
    [InlineData("class||||", "class||||", "EGP2003: Table 'class' is no C# name")]
    [InlineData("My..Table||||", "My..Table||||", "EGP2003: Table 'Table' is no C# name")]
    [InlineData("Image||||", "Image||||", "EGP2003: Table 'Image' is the name of a member of every table")]
    [InlineData("Web||||", "WEB||||", "EGP2003: Table 'WEB' differs from table 'Web' by case only")]
    public void Item_ThatCannotBeMeant_IsRefused(string first, string second, string message)
    {
        var run = new PolicyProject().Add("a.yaml", Yaml.Service("a", "a.example.com"), first).Add("b.yaml", Yaml.Service("b", "b.example.com"), second).Build();

        Assert.Equal(["Shop.csproj(1,1): error " + message], run.Messages);
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData("My-Shop.2nd", "", "My_Shop._2nd.Egress.g.cs")]
    [InlineData("", "", "Egress.g.cs")]
    [InlineData("Shop", "Shop.Policies", "Shop.Policies.Egress.g.cs")]
    [InlineData("a.class.b", "", "a.class.b.Egress.g.cs")]
    public void Namespace_OfTheTable_FollowsTheProject(string root, string tables, string file)
    {
        var project = PolicyProject.With(Yaml.Service("a", "a.example.com"));
        var run = (project with { Properties = project.Properties.SetItem("RootNamespace", root).SetItem("EgressTableNamespace", tables) }).Build();

        Assert.Equal([file], run.Tables);
        Assert.Empty(run.CompilerMessages());
    }
}
