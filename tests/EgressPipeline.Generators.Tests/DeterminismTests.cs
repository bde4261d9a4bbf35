using System.Collections.Immutable;
using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

public sealed class DeterminismTests
{
    private static readonly PolicyProject Project = PolicyProject.With(Yaml.Payments)
        .Add("policies/b.yaml", Yaml.Service("b", "b.example.com"))
        .Add("policies/c/d.yaml", Yaml.Allow("reads", "*", "GET"));

    [Fact]
    public void Source_UnderAnyFileOrder_IsTheSame()
    {
        var expected = Project.Build().Sources;
        int[][] orders = [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

        foreach (var order in orders)
            Assert.Equal(expected, (Project with { Files = [.. order.Select(i => Project.Files[i])] }).Build().Sources);
    }

    [Fact]
    public void Findings_UnderAnyFileOrder_AreTheSame()
    {
        var project = PolicyProject.With(Yaml.Service("a", "a..b")).Add("policies/b.yaml", Yaml.Service("b", "c..d"));

        var reversed = (project with { Files = [.. project.Files.Reverse()] }).Build();

        Assert.Equal(2, reversed.Messages.Count);
        Assert.Equal(project.Build().Messages, reversed.Messages);
    }

    [Theory]
    [InlineData("/home/ci/agent/7/Shop", "/home/ci/agent/7/Shop/")]
    [InlineData("/x", "/x/")]
    [InlineData(@"C:\work\Shop", @"C:\work\Shop\")]
    public void Source_InAnotherFolder_IsTheSame(string folder, string projectDir)
    {
        var separator = folder[0] == '/' ? '/' : '\\';
        var moved = Project with
        {
            Files = [],
            Properties = Project.Properties.SetItem("ProjectDir", projectDir),
        };
        foreach (var file in Project.Files.Cast<PolicyAdditionalText>())
            moved = moved with { Files = moved.Files.Add(Moved(file, folder + file.Path[PolicyProject.Folder.Length..].Replace('/', separator))) };

        Assert.Equal(Project.Build().Sources, moved.Build().Sources);

        static PolicyAdditionalText Moved(PolicyAdditionalText file, string path) => new(path, file.GetText()!.ToString(), file.Tables);
    }

    [Fact]
    public void File_OutsideTheProject_IsNamedRelativeToIt()
    {
        var run = new PolicyProject().Add("/src/common/policies/a.yaml", Yaml.Service("a", "a.example.com")).Build();

        Assert.Contains("\"../common/policies/a.yaml\", 1", run.Members);
    }

    [Fact]
    public void LineEndings_OfAnyKind_GiveTheSameSource()
    {
        var crlf = PolicyProject.With(Yaml.Payments.Replace("\n", "\r\n", StringComparison.Ordinal)).Build();

        Assert.Equal(PolicyProject.With(Yaml.Payments).Build().Sources, crlf.Sources);
        Assert.Empty(crlf.Messages);
    }
}
