using EgressPipeline.TestKit;

namespace EgressPipeline.Packages.Tests;

/// <summary>The way of a filter author, with the packages as they would be published.</summary>
[Collection(nameof(PackageCollection))]
public sealed class TutorialTests(PackageFeed feed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>In a network of its own, where the sidecar's usual ports are free, and with a home of its own, so that no template or tool stays behind.</summary>
    [Fact]
    public async Task Tutorial_FollowedFromAnEmptyFolder_DoesWhatItSays()
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        var page = new TutorialPage(Path.Combine(PackageFeed.Root, "docs", "filters", "tutorial.md"));
        var home = Directory.CreateDirectory(Path.Combine(feed.Folder, "home")).FullName;
        var folder = Directory.CreateDirectory(Path.Combine(feed.Folder, "tutorial")).FullName;
        await using var network = await NetNamespace.CreateAsync();

        var run = await ExternalProgram.RunAsync("env", [.. Environment(home), .. network.Enter("setsid", "--wait", "bash")], folder, EndingWhatItStarts + page.Script, Limit);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.True(!page.Missing(run.Output).Any(), string.Join('\n', page.Missing(run.Output)) + "\n\n" + run);
        Assert.Equal(["Stamp.deps.json", "Stamp.dll", "Stamp.pdb", "Stamp.runtimeconfig.json"],
            Directory.GetFiles(Path.Combine(folder, "Stamp", "plugins", "Stamp")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    /// <summary>The page leaves servers in the background: they are of the script's own process group.</summary>
    private const string EndingWhatItStarts = "trap 'trap \"\" TERM; kill 0' EXIT\n";

    // Build servers would outlive the script, or serve other builds and die with it.
    private static string[] Environment(string home) =>
    [
        "HOME=" + home, "DOTNET_CLI_HOME=" + home, "TMPDIR=" + home, "DOTNET_NOLOGO=1", "DOTNET_CLI_TELEMETRY_OPTOUT=1", "DOTNET_GENERATE_ASPNET_CERTIFICATE=false",
        "DOTNET_CLI_USE_MSBUILD_SERVER=0", "MSBUILDDISABLENODEREUSE=1", "UseSharedCompilation=false",
    ];
}
