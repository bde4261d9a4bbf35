namespace EgressPipeline.Generators.Inputs;

/// <summary>Paths as generated code shows them: relative to the project, with forward slashes, the same on every machine.</summary>
internal static class RelativePath
{
    /// <summary>The path below or beside the folder; unchanged when the two have no root in common.</summary>
    public static string From(string folder, string path)
    {
        var from = Parts(folder);
        var to = Parts(path);
        var comparison = path.Length > 1 && path[1] == ':' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var common = 0;
        while (common < from.Length && common < to.Length - 1 && string.Equals(from[common], to[common], comparison))
            common++;
        if (common == 0 || folder.Length == 0)
            return path.Replace('\\', '/');
        return string.Concat(Enumerable.Repeat("../", from.Length - common)) + string.Join("/", to.Skip(common));
    }

    // The leading empty part of a rooted path is its root.
    private static string[] Parts(string path) => path.Replace('\\', '/').TrimEnd('/').Split('/');
}
