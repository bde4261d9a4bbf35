using EgressPipeline.Hosting.Settings;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task RunHelp_NamesEveryFlagAndVariable()
    {
        var help = await EgressProcess.RunVerbAsync("run", "--help");

        Assert.Equal(0, help.ExitCode);
        var words = string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(SettingCatalogue.All, setting =>
        {
            Assert.Contains(setting.Flag + " ", words, StringComparison.Ordinal);
            Assert.Contains(setting.Variable + "]", words, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task UnknownFlag_SuggestsTheRightOne()
    {
        var result = await EgressProcess.RunVerbAsync("run", "--drian", "5s");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("did you mean '--drain'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_MissingPath_IsWrongUsage() => Assert.Equal(2, (await EgressProcess.RunVerbAsync("check", "/nonexistent")).ExitCode);
}
