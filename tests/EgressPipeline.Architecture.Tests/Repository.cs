using System.Reflection;

namespace EgressPipeline.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(fact => fact.Key == "RepositoryRoot").Value!;

    /// <summary>The C# files that people wrote below a folder, by path relative to it.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder)
    {
        var root = Path.Combine(Root, folder);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Select(path => (path, File.ReadAllText(Path.Combine(root, path))));
    }
}
