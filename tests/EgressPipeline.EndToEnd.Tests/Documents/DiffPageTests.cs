using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Documents;

/// <summary>The example of the page on comparing policies is run as it stands there, and its output is what the page shows.</summary>
public sealed class DiffPageTests
{
    private const string Page = "docs/policies/diff.md";

    [Fact]
    public async Task Example_Run_PrintsWhatThePageShows()
    {
        using var folder = new TempFolder();
        var old = Block("example-old");
        folder.Write("old.yaml", old);
        folder.Write("new.yaml", Edited(old));

        var result = await ExternalProgram.RunAsync(EgressProcess.Executable, ["diff", "old.yaml", "new.yaml", "--fail-on", "wider"], folder.Path);

        Assert.Equal(1, result.ExitCode);
        MarkedTable.Check(Page, "example-output", $"```\n{result.Output}```\n");
    }

    /// <summary>The page says what is changed line by line: before, arrow, after.</summary>
    private static string Edited(string policies)
    {
        foreach (var line in Block("example-new").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = line.Split("->", StringSplitOptions.TrimEntries);
            Assert.Contains(sides[0], policies, StringComparison.Ordinal);
            policies = policies.Replace(sides[0], sides[1], StringComparison.Ordinal);
        }
        return policies;
    }

    private static string Block(string name) => MarkedTable.Read(Page, name)
        .Replace("```yaml\n", "", StringComparison.Ordinal).Replace("```\n", "", StringComparison.Ordinal);
}
