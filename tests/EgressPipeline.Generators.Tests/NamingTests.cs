using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

/// <summary>The C# names of what policies declare: readable where they are alone, unmistakable where they are not.</summary>
public sealed class NamingTests
{
    [Theory]
    [InlineData("external-api", "ExternalApi")]
    [InlineData("api", "Api")]
    [InlineData("api.example.com", "ApiExampleCom")]
    [InlineData("3scale", "_3scale")]
    [InlineData("services", "Services_")]
    [InlineData("equals", "Equals_")]
    [InlineData("class", "Class")]
    public void Service_ByName_HasThisMember(string name, string member)
    {
        var run = PolicyProject.With(Yaml.Service(name, "a.example.com")).Build();

        Assert.Contains("ServiceHandle " + member + " =>", run.Members);
        Assert.Empty(run.CompilerMessages());
    }

    [Fact]
    public void Service_OfOneNameInTwoNamespaces_CarriesItsNamespace()
    {
        var run = PolicyProject.With(Yaml.Join(Yaml.Service("api", "a.example.com", "shop"), Yaml.Service("api", "b.example.com", "back-office"), Yaml.Service("web", "c.example.com"))).Build();

        Assert.Equal(["Api_BackOffice", "Web", "Api_Shop"], Members(run, "ServiceHandle"));
        Assert.Empty(run.CompilerMessages());
    }

    [Fact]
    public void Service_OfTwoNamesThatReadAlike_CarriesPartOfAHash()
    {
        var both = PolicyProject.With(Yaml.Join(Yaml.Service("a-b", "a.example.com"), Yaml.Service("a.b", "b.example.com"))).Build();

        var members = Members(both, "ServiceHandle");
        Assert.All(members, member => Assert.Matches("^AB_Default_[0-9a-f]{8}$", member));
        Assert.Equal(2, members.Distinct().Count());
        Assert.Empty(both.CompilerMessages());
    }

    [Fact]
    public void Route_NamedLikeItsDocumentOrTwiceOrNotAtAll_StaysApart()
    {
        var run = PolicyProject.With(Yaml.Join(Yaml.Service("a", "a.example.com"), """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: routes, namespace: default }
            spec:
              hosts: [a.example.com]
              http:
              - { name: routes, match: [{ uri: { prefix: /1 } }], route: [{ destination: { host: a.example.com } }] }
              - { name: v1, match: [{ uri: { prefix: /2 } }], route: [{ destination: { host: a.example.com } }] }
              - { name: V1, match: [{ uri: { prefix: /3 } }], route: [{ destination: { host: a.example.com } }] }
              - { name: "→", match: [{ uri: { prefix: /4 } }], route: [{ destination: { host: a.example.com } }] }
              - { route: [{ destination: { host: a.example.com } }] }

            """)).Build();

        Assert.Empty(run.Messages);
        Assert.Equal(["Routes", "V1_Http1", "V1_Http2", "Http3", "Http4"], Members(run, "RouteHandle"));
        Assert.Contains("class Routes_", run.Members);
        Assert.Empty(run.CompilerMessages());
    }

    [Fact]
    public void Text_OfAPolicyThatLooksLikeCode_StaysText()
    {
        const string name = "x\\\"*/ } <summary> \\u2028 public class Evil { } //";
        var run = new PolicyProject().Add("policies/a\n} b.yaml", Yaml.Join(Yaml.Service("a", "a.example.com"), $$"""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: a, namespace: default }
            spec:
              hosts: [a.example.com]
              http:
              - { name: "{{name}}", route: [{ destination: { host: a.example.com } }] }

            """)).Build();

        Assert.Empty(run.Messages);
        Assert.Empty(run.CompilerMessages());
        Assert.DoesNotContain(run.Load().GetTypes(), type => type.Name == "Evil");
    }

    private static string[] Members(GeneratorRun run, string type) =>
        [.. run.Members.Split('\n').Where(line => line.Contains(type + " ", StringComparison.Ordinal))
            .Select(line => line.Split(type + " ")[1].Split(" =>")[0])];
}
