using System.Reflection;
using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.Packages.Tests;

/// <summary>
/// The packages as they would be published, in a folder, and a place for projects that take them from nowhere else. Packed
/// once for all tests from what was built together with them.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    public const string Version = "0.1.0";

    public static readonly string Root = typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(fact => fact.Key == "RepositoryRoot").Value!;

    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static readonly string[] Projects =
    [
        "src/EgressPipeline.Policy.Engine", "src/EgressPipeline.Abstractions", "src/EgressPipeline.Policy", "src/EgressPipeline.Http", "src/EgressPipeline", "src/EgressPipeline.Host",
        "generators/EgressPipeline.Generators", "tests/EgressPipeline.TestKit", "samples/FilterTemplate",
    ];

    private readonly TempFolder _folder = new();

    /// <summary>The folder of the <c>nuget.config</c>; projects below it restore from the feed alone, into a cache of their own.</summary>
    public string Folder => _folder.Path;

    public string Feed => Path.Combine(Folder, "feed");

    public async ValueTask InitializeAsync()
    {
        foreach (var project in Projects)
        {
            var packed = await DotnetAsync(Root, "pack", Path.Combine(Root, project), "-c", Configuration, "--no-build", "-o", Feed, "-v", "quiet");
            Assert.True(packed.ExitCode == 0, packed.ToString());
        }
        CopyPackagesOf("src/EgressPipeline.Abstractions");
        CopyPackagesOf("tests/EgressPipeline.Packages.Tests"); // what the TestKit depends on, and the test framework
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="cache" /></config>
              <packageSources><clear /><add key="local" value="feed" /></packageSources>
            </configuration>
            """);
        // Ends the search for properties of the folders above.
        await File.WriteAllTextAsync(Path.Combine(Folder, "Directory.Build.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(Folder, "Directory.Build.targets"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(Folder, "Directory.Packages.props"), "<Project />");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a project depends on, from where this repository's own restore has put it.</summary>
    private void CopyPackagesOf(string project)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, project, "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
            if (library.Value.GetProperty("type").GetString() == "package")
            {
                var package = library.Value.GetProperty("path").GetString()!.Split('/');
                var file = folders.Select(folder => Path.Combine(folder, package[0], package[1], $"{package[0]}.{package[1]}.nupkg")).First(File.Exists);
                File.Copy(file, Path.Combine(Feed, Path.GetFileName(file)), overwrite: true);
            }
    }

    /// <summary>Runs the SDK. A build on a busy machine takes its time.</summary>
    public static Task<ProgramResult> DotnetAsync(string folder, params string[] arguments) =>
        ExternalProgram.RunAsync("dotnet", arguments, folder, limit: TimeSpan.FromMinutes(4));
}
