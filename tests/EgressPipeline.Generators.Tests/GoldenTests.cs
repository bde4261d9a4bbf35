using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

public sealed class GoldenTests
{
    private static readonly GeneratorRun Run = PolicyProject.With(Yaml.Payments)
        .Add("policies/b.yaml", Yaml.Join(Yaml.Service("external-api", "api.example.com, b.example.com"), Yaml.Allow("reads", "*", "GET"))).Build();

    [Fact]
    public void Table_OfEveryKindOfDocument_IsTheGoldenOne()
    {
        Assert.Empty(Run.Messages);
        Assert.Empty(Run.CompilerMessages());
        Golden.Equal("Egress.g.cs.txt", Run.Members);
    }

    [Fact]
    public void Data_OfTheSmallestTable_IsTheGoldenOne() =>
        Golden.Equal("Egress.Data.g.cs.txt", PolicyProject.With(Yaml.Service("a", "a.example.com")).Build().Sources["Shop.Egress.Data.g.cs"]);
}
