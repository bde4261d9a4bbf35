using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Documents;

/// <summary>The example of the page on testing policies is run as it stands there, and its output is what the page shows.</summary>
public sealed class TestingPageTests
{
    private const string Page = "docs/policies/testing.md";
    private const string Importer = "  - from: [{ source: { principals: [cluster.local/ns/shop/sa/importer] } }]\n    to:";

    [Fact]
    public async Task Example_Run_PrintsWhatThePageShows()
    {
        var result = await RunAsync(Block("example-policies"));

        Assert.Equal(0, result.ExitCode);
        MarkedTable.Check(Page, "example-output", $"```\n{result.Output}```\n");
    }

    [Fact]
    public async Task Example_WithTheCarelessChange_FailsAsThePageShows()
    {
        var policies = Block("example-policies");
        Assert.Contains(Importer, policies, StringComparison.Ordinal);

        var result = await RunAsync(policies.Replace(Importer, "  - to:", StringComparison.Ordinal));

        Assert.Equal(1, result.ExitCode);
        MarkedTable.Check(Page, "example-failure", $"```\n{result.Output}```\n");
    }

    private static async Task<ProgramResult> RunAsync(string policies)
    {
        using var folder = new TempFolder();
        folder.Write("weather.yaml", policies);
        folder.Write("weather-test.yaml", Block("example-tests"));
        return await ExternalProgram.RunAsync(EgressProcess.Executable, ["test", "weather.yaml", "weather-test.yaml"], folder.Path);
    }

    internal static string Block(string name) =>
        MarkedTable.Read(Page, name).Replace("```yaml\n", "", StringComparison.Ordinal).Replace("```\n", "", StringComparison.Ordinal);
}
