using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

public sealed class GoldenTests
{
    [Fact]
    public void Table_OfEveryKindOfDocument_IsTheGoldenOne()
    {
        var run = PolicyProject.With(Yaml.Payments)
            .Add("policies/b.yaml", Yaml.Join(Yaml.Service("external-api", "api.example.com, b.example.com"), Yaml.Allow("reads", "*", "GET"))).Build();

        Assert.Empty(run.Messages);
        Assert.Empty(run.CompilerMessages());
        Golden.Equal("Egress.g.cs.txt", run.Sources["Shop.Egress.g.cs"]);
    }
}
