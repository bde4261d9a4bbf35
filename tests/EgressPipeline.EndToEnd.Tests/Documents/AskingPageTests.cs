using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Documents;

/// <summary>What the page on asking shows is what <c>egress explain</c> prints for the example of the testing page.</summary>
public sealed class AskingPageTests
{
    private const string Page = "docs/policies/asking.md";

    [Theory]
    [InlineData("explain-denied", "web", 1)]
    [InlineData("explain-allowed", "importer", 0)]
    public async Task Example_Explained_PrintsWhatThePageShows(string stretch, string account, int exitCode)
    {
        using var folder = new TempFolder();
        folder.Write("weather.yaml", TestingPageTests.Block("example-policies"));

        var result = await ExternalProgram.RunAsync(EgressProcess.Executable, ["explain", "--policies", "weather.yaml", "--from", "cluster.local/ns/shop/sa/" + account, "POST", "http://api.weather.example/reports/today"], folder.Path);

        Assert.Equal(exitCode, result.ExitCode);
        MarkedTable.Check(Page, stretch, $"```\n{result.Output}```\n");
    }
}
