namespace EgressPipeline.Policies;

/// <summary>Finds the policy files that files and folders on the command line stand for.</summary>
internal static class PolicyPaths
{
    /// <summary>Every YAML file, each once, folders in ordinal order; what is missing or empty becomes a problem.</summary>
    public static List<string> Find(IReadOnlyList<string> paths, List<string> problems)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var before = found.Count;
            if (File.Exists(path))
                Add(path);
            else if (!Directory.Exists(path))
                problems.Add($"policy path '{path}' does not exist; name a YAML file or a folder of them");
            else if (Walk(path, problems, Add) && found.Count == before)
                problems.Add($"policy folder '{path}' holds no .yaml or .yml file; put a ServiceEntry into it or name another folder");
        }
        if (found.Count > PolicyBounds.MaxFiles)
            problems.Add($"more than {PolicyBounds.MaxFiles} policy files; is this the right folder?");
        return found;

        void Add(string file)
        {
            if (seen.Add(Path.GetFullPath(file)))
                found.Add(Shown(file));
        }
    }

    /// <summary>True when the whole folder could be read.</summary>
    private static bool Walk(string folder, List<string> problems, Action<string> add, int depth = 0)
    {
        if (depth > PolicyBounds.MaxDepth)
        {
            problems.Add($"'{folder}' is nested deeper than {PolicyBounds.MaxDepth} folders; is a symbolic link going round?");
            return false;
        }
        try
        {
            // Hidden entries are left out: a Kubernetes volume keeps its generations in "..data" and "..2024_…" beside the files.
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Where(e => !Path.GetFileName(e).StartsWith('.')).Order(StringComparer.Ordinal))
            {
                if (Directory.Exists(entry))
                {
                    if (!Walk(entry, problems, add, depth + 1))
                        return false;
                }
                else if (Path.GetExtension(entry) is ".yaml" or ".yml")
                {
                    add(entry);
                }
            }
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"policy folder '{folder}' cannot be read: {e.Message}");
            return false;
        }
    }

    private static string Shown(string file) => file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file;
}
