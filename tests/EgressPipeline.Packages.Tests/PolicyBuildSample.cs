using EgressPipeline.TestKit;

namespace EgressPipeline.Packages.Tests;

/// <summary>A copy of samples/PolicyBuild that takes the packages as anybody's project does.</summary>
internal sealed class PolicyBuildSample
{
    private static readonly string Source = Path.Combine(PackageFeed.Root, "samples", "PolicyBuild");

    private PolicyBuildSample(string folder) => Folder = folder;

    public string Folder { get; }

    public static PolicyBuildSample Copy(PackageFeed feed)
    {
        var folder = Path.Combine(feed.Folder, Guid.NewGuid().ToString("n"));
        foreach (var file in Directory.GetFiles(Source, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Source, file);
            if (path.Split('/')[0] is "bin" or "obj" || Path.GetFileName(path) == "packages.lock.json")
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.Copy(file, Path.Combine(folder, path));
        }
        var sample = new PolicyBuildSample(folder);
        sample.TakePackages();
        return sample;
    }

    /// <summary>Changes a text that must be there.</summary>
    public void Replace(string path, string from, string to)
    {
        var file = Path.Combine(Folder, path);
        var text = File.ReadAllText(file);
        Assert.Contains(from, text);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    public Task<ProgramResult> BuildAsync() => PackageFeed.DotnetAsync(Folder, "build", "-nologo", "-clp:NoSummary", "-v", "quiet", "-p:ImplicitUsings=enable", "-p:Nullable=enable");

    // As the comment in the project file says.
    private void TakePackages()
    {
        var file = Path.Combine(Folder, "PolicyBuild.csproj");
        var lines = File.ReadAllLines(file).Where(line => !line.Contains("<Import ", StringComparison.Ordinal) && !line.Contains("<ProjectReference ", StringComparison.Ordinal)).ToList();
        var packages = lines.Where(line => line.Contains("<PackageReference ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, packages.Length);
        lines.Insert(lines.IndexOf("</Project>"), "  <ItemGroup>\n" + string.Join('\n', packages) + "\n  </ItemGroup>");
        File.WriteAllLines(file, lines);
    }
}
