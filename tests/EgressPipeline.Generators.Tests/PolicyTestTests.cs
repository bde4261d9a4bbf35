using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

/// <summary>PolicyTests that are run by the build.</summary>
public sealed class PolicyTestTests
{
    private static readonly string Policies = Yaml.Join(Yaml.Service("a", "a.example.com"), Yaml.Allow("reads", "a.example.com", "GET"));

    [Fact]
    public void Tests_ThatHold_LeaveTheTableAlone()
    {
        var run = With(Test("GET http://a.example.com/", "allowed"), "true").Build();

        Assert.Empty(run.Messages);
        Assert.Single(run.Tables);
    }

    [Fact]
    public void Test_ThatFails_FailsTheBuildAtItsExpectation()
    {
        var run = With(Test("POST http://a.example.com/", "allowed"), "true").Build();

        var message = Assert.Single(run.Messages);
        Assert.StartsWith("policies/test.yaml(8,13): error EGP1210: ", message);
        Assert.Contains("POST", message);
        Assert.Empty(run.Sources);
    }

    [Theory, InlineData(""), InlineData("false")]
    public void Test_ThatFails_IsNotLookedAtUnasked(string property)
    {
        var run = With(Test("POST http://a.example.com/", "allowed"), property).Build();

        Assert.Empty(run.Messages);
        Assert.Single(run.Tables);
    }

    [Fact]
    public void Test_ThatCannotBeMeant_IsAnErrorAsked_OrNot()
    {
        var run = With(Test("no call", "allowed"), "").Build();

        Assert.StartsWith("policies/test.yaml(7,", Assert.Single(run.Messages));
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void Test_Mended_BringsTheTableBack()
    {
        var run = With(Test("POST http://a.example.com/", "allowed"), "true").Build()
            .Again(project => project.Replace("policies/test.yaml", Test("POST http://a.example.com/", "denied")));

        Assert.Empty(run.Messages);
        Assert.Single(run.Tables);
    }

    private static PolicyProject With(string test, string property)
    {
        var project = PolicyProject.With(Policies).Add("policies/test.yaml", test);
        return project with { Properties = project.Properties.Add("EgressPolicyTests", property) };
    }

    private static string Test(string call, string expected) => $$"""
        apiVersion: egresspipeline.dev/v1
        kind: PolicyTest
        metadata: { name: a, namespace: default }
        spec:
          cases:
          - name: first
            call: {{call}}
            expect: {{expected}}

        """;
}
