using EgressPipeline.Generators.Tests.Driver;
using Microsoft.CodeAnalysis;

namespace EgressPipeline.Generators.Tests;

/// <summary>What is done again after an edit. Per step: a step that does too much must not hide behind one that does not.</summary>
public sealed class CacheTests
{
    private static readonly string[] Steps =
        [StepNames.Project, StepNames.Files, StepNames.Tables, StepNames.Outcomes, StepNames.Findings, StepNames.Specs];

    private static readonly PolicyProject Project = PolicyProject.With(Yaml.Service("a", "a.example.com")).Add("policies/b.yaml", Yaml.Service("b", "b.example.com"));

    [Fact]
    public void UnrelatedCode_Edited_RegeneratesNothing()
    {
        var run = Project.Build().Again(project => project with { Code = "namespace Shop; public class More;" });

        foreach (var step in Steps)
            Assert.All(run.Reasons(step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(run.OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Comment_AddedToOneFile_EmitsNothingAgain()
    {
        var run = Project.Build().Again(project => project.Replace("policies/b.yaml", Yaml.Service("b", "b.example.com") + "# as agreed with B\n"));

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], run.Reasons(StepNames.Files));
        Assert.Equal([IncrementalStepRunReason.Unchanged], run.Reasons(StepNames.Outcomes));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(StepNames.Findings));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(StepNames.Specs));
        Assert.All(run.OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Policy_Changed_IsEmittedAgain()
    {
        var run = Project.Build().Again(project => project.Replace("policies/b.yaml", Yaml.Service("c", "c.example.com")));

        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(StepNames.Specs));
        Assert.Contains("Services", run.Members);
        Assert.Contains("ServiceEntry/default/c", run.Members);
        Assert.DoesNotContain("ServiceEntry/default/b", run.Members);
    }

    [Fact]
    public void Policy_OfOneTableChanged_LeavesTheOtherAlone()
    {
        var project = Project.Add("web/w.yaml", Yaml.Service("w", "w.example.com"), "Web||||");
        var run = project.Build().Again(edited => edited.Replace("web/w.yaml", Yaml.Service("v", "v.example.com")));

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], run.Reasons(StepNames.Outcomes));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], run.Reasons(StepNames.Specs));
    }

    [Fact]
    public void Options_ThatSayTheSame_RegenerateNothing()
    {
        var run = Project.Build().Again(project => project with { Properties = project.Properties.Add("Unrelated", "1") });

        Assert.Equal([IncrementalStepRunReason.Unchanged], run.Reasons(StepNames.Project));
        foreach (var step in Steps.Except([StepNames.Project, StepNames.Files]))
            Assert.All(run.Reasons(step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Policy_Mended_BringsTheTableBack()
    {
        var broken = Project.Build().Again(project => project.Replace("policies/b.yaml", "kind: ["));
        Assert.Empty(broken.Sources);

        var mended = broken.Again(project => project.Replace("policies/b.yaml", Yaml.Service("b", "b.example.com")));

        Assert.Equal(Project.Build().Sources, mended.Sources);
        Assert.Empty(mended.Messages);
    }
}
