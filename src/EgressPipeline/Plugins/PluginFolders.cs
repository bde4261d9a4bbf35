namespace EgressPipeline.Plugins;

/// <summary>Finds the plugins of a folder: one sub-folder each, in the order of their names. Hidden ones are left alone.</summary>
internal static class PluginFolders
{
    public static IReadOnlyList<string> Find(string root, List<string> problems)
    {
        try
        {
            if (!Directory.Exists(root))
            {
                problems.Add($"the plugins folder '{root}' does not exist");
                return [];
            }
            foreach (var stray in Directory.EnumerateFiles(root, "*.dll").Order(StringComparer.Ordinal))
                problems.Add($"'{stray}' lies in the plugins folder itself: put it into a folder of its own, {Path.GetFileNameWithoutExtension(stray)}/");
            return [.. Directory.EnumerateDirectories(root).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"the plugins folder '{root}' cannot be read: {e.Message}");
            return [];
        }
    }

    /// <summary>
    /// The plugin's own assembly: the one that is called like the folder, or else the only one that has a <c>.deps.json</c> or is alone. Null
    /// (reported) when it is not clear.
    /// </summary>
    public static string? MainAssembly(string folder, PluginReport report)
    {
        try
        {
            var named = Path.Combine(folder, Path.GetFileName(folder) + ".dll");
            if (File.Exists(named))
                return Path.GetFullPath(named);
            var assemblies = Directory.GetFiles(folder, "*.dll");
            if (assemblies.Length == 0)
            {
                report.Refuse("the folder holds no .dll; put the output of 'dotnet publish' or 'dotnet build' into it");
                return null;
            }
            var described = Array.FindAll(assemblies, path => File.Exists(Path.ChangeExtension(path, ".deps.json")));
            var candidates = described.Length > 0 ? described : assemblies;
            if (candidates.Length == 1)
                return Path.GetFullPath(candidates[0]);
            report.Refuse($"it is not clear which of its assemblies is the plugin; call the folder like it ({string.Join(", ", candidates.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).Take(3))})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Refuse($"the folder cannot be read: {e.Message}");
        }
        return null;
    }
}
