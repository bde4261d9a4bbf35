using System.Reflection;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>Puts plugins of this repository (the product's, or those of <c>tests/plugins</c>) into a plugins folder as an operator would.</summary>
internal static class PluginFolder
{
    private static string Root { get; } = typeof(PluginFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(fact => fact.Key == "RepositoryRoot").Value!;

    /// <summary>Copies built plugins into <c>plugins/</c> of the folder.</summary>
    /// <returns>The path for <c>--plugins</c>.</returns>
    public static string Fill(TempFolder folder, params string[] names)
    {
        foreach (var name in names)
        {
            var target = folder.File(Path.Combine("plugins", name));
            Directory.CreateDirectory(target);
            foreach (var file in Directory.EnumerateFiles(BuiltOutput(name)))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
        return folder.File("plugins");
    }

    /// <summary>Where the build of this configuration has put a plugin.</summary>
    public static string BuiltOutput(string name)
    {
        // tests/X/bin/CONFIGURATION/net10.0/ → [tests/]plugins/NAME/bin/CONFIGURATION/net10.0
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var output = Path.Combine("plugins", name, "bin", own.Parent!.Name, own.Name);
        return Path.Combine(Root, Directory.Exists(Path.Combine(Root, output)) ? output : Path.Combine("tests", output));
    }
}
