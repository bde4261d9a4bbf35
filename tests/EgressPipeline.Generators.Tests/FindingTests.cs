using EgressPipeline.Generators.Tests.Driver;
using EgressPipeline.Policy.Diagnostics;
using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Tests;

/// <summary>Findings as the compiler shows them: place, severity, what the catalogue says.</summary>
public sealed class FindingTests
{
    [Fact]
    public void BadHost_InAList_IsUnderlinedFromFirstToLastCharacter()
    {
        var finding = Assert.Single(PolicyProject.With(Yaml.Service("a", "a.example.com, \"bad host\"")).Build().Findings);

        var span = finding.Location.GetLineSpan();
        Assert.Equal("EGP0201", finding.Id);
        Assert.Equal("/src/Shop/policies/a.yaml", span.Path);
        Assert.Equal((4, 25, 4, 35), (span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Line, span.EndLinePosition.Character));
    }

    [Fact]
    public void UnknownField_Misspelt_IsPrintedAsMsBuildReadsIt()
    {
        var yaml = Yaml.Service("a", "a.example.com").Replace("resolution", "resolutoin", StringComparison.Ordinal);

        Assert.Equal(["policies/a.yaml(7,3): error EGP0101: unknown field 'resolutoin' in ServiceEntry.spec; did you mean 'resolution'?"], PolicyProject.With(yaml).Build().Messages);
    }

    [Fact]
    public void Finding_OfTheCatalogue_KeepsItsWords()
    {
        var finding = PolicyProject.With(Yaml.Service("a", "a..b")).Build().Findings[0];
        var item = DiagnosticCatalogue.All.Single(item => item.Id == finding.Id);

        Assert.Equal(item.Title.TrimEnd('.'), finding.Descriptor.Title.ToString());
        Assert.Equal(item.Advice, finding.Descriptor.Description.ToString());
        Assert.Equal("EgressPipeline.Policy", finding.Descriptor.Category);
    }

    [Fact]
    public void Message_WithBraces_IsShownAsItIs()
    {
        var message = PolicyProject.With(Yaml.Service("a", "\"{0}{x\"")).Build().Messages[0];

        Assert.Contains("'{0}{x'", message);
    }

    [Fact]
    public void Warning_AloneInATable_KeepsNothingBack()
    {
        var run = PolicyProject.With(Yaml.Join(Yaml.Service("a", "a.example.com"), """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: a, namespace: default }
            spec:
              host: a.example.com
              trafficPolicy: { tls: { mode: SIMPLE, insecureSkipVerify: true } }

            """)).Build();

        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(run.Findings).Severity);
        Assert.Single(run.Tables);
    }

    [Fact]
    public void Error_InOneOfManyFiles_LeavesNoPartialTable()
    {
        var run = PolicyProject.With(Yaml.Service("a", "a.example.com")).Add("policies/b.yaml", Yaml.Service("b", "b..example")).Build();

        Assert.Empty(run.Sources);
        Assert.Equal("EGP0201", Assert.Single(run.Findings).Id);
    }

    [Fact]
    public void Error_InOneTable_LeavesTheOtherWhole()
    {
        var run = PolicyProject.With(Yaml.Service("a", "a.example.com")).Add("web/b.yaml", Yaml.Service("b", "b..example"), "Web||||").Build();

        Assert.Equal(["Shop.Egress.g.cs"], run.Tables);
    }

    [Fact]
    public void Contract_NotReferenced_IsSaidInsteadOfUnbuildableCode()
    {
        var run = (PolicyProject.With(Yaml.Service("a", "a.example.com")) with { ReferencesContract = false }).Build();

        Assert.Equal(["Shop.csproj(1,1): error EGP2006: the policies need the types of EgressPipeline.Abstractions, which the project does not reference"], run.Messages);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void Project_WithoutPolicies_GetsNothing()
    {
        var run = new PolicyProject().Add("stylecop.json", "{}", tables: null).Build();

        Assert.Empty(run.Sources);
        Assert.Empty(run.Messages);
    }
}
