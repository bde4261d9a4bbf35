using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

/// <summary>Bindings are judged while the project is built when the project knows the filter, in the words of a start.</summary>
public sealed class BindingTests
{
    private const string Good = "{ count: 3 }";

    [Theory]
    [InlineData("{ count: three }", "policies/a.yaml(7,20): error EGP0102: 'config.count' must be a whole number, not a text (three)")]
    [InlineData("{ count: 1, modee: block }", "policies/a.yaml(7,23): error EGP0101: unknown field 'modee' in config; did you mean 'mode'?")]
    [InlineData("{ wait: 1s }", "policies/a.yaml(7,11): error EGP0104")]
    [InlineData("{ count: 1, key: a }", "policies/a.yaml(7,28): error EGP1306")]
    [InlineData("{ count: 1, wait: 2h }", "policies/a.yaml(7,29): error EGP0106: ")]
    [InlineData("{ count: 1, many: [{ name: far-too-long }] }", "'config.many[0].name' has 12 characters")]
    public void Options_ThatDoNotFit_FailTheBuildAtTheirPlace(string config, string expected)
    {
        var run = Project(FilterCode.Binding(config)).Build();

        Assert.Contains(expected, Assert.Single(run.Messages), StringComparison.Ordinal);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void Options_ThatFit_AreNoFinding()
    {
        var run = Project(FilterCode.Binding(Good)).Build();

        Assert.Empty(run.Messages);
        Assert.NotEmpty(run.Sources);
    }

    [Fact]
    public void Filter_ThatTheProjectDoesNotKnow_IsLeftToTheStart() =>
        Assert.Empty(Project(FilterCode.Binding("{ anything: 1 }", "of-a-folder")).Build().Messages);

    [Fact]
    public void Binding_WithoutTheScopeThatTheFilterDemands_IsAnError() =>
        Assert.Contains("policies/a.yaml(5,11): error EGP1308: the filter 'full' must not be bound to every call", Assert.Single(Project(FilterCode.Binding(Good, scope: "order: 1")).Build().Messages), StringComparison.Ordinal);

    [Fact]
    public void Filter_WhoseOptionsChange_JudgesAgain()
    {
        var first = Project(FilterCode.Binding(Good)).Build();

        var second = first.Again(project => project with { Code = FilterCode.Full.Replace("required int Count", "required bool Count", StringComparison.Ordinal) });

        Assert.Contains("EGP0102", Assert.Single(second.Messages), StringComparison.Ordinal);
    }

    private static PolicyProject Project(string yaml) => PolicyProject.With(yaml + "---\n" + Yaml.Service("a", "a.example.com")) with { Code = FilterCode.Full };
}
