using System.Text;
using EgressPipeline.Policy;

namespace EgressPipeline.Policies;

/// <summary>The policies of one moment, YAML files or one policy assembly, with a hash that changes when any of them does.</summary>
/// <param name="Files">In a stable order; paths as the user will read them in diagnostics.</param>
/// <param name="ContentHash"><see cref="PolicyContentHash"/> from just before they were read: a later change is seen as one.</param>
/// <param name="Problems">What could not be read, one line each; non-empty means that <paramref name="Files"/> is not to be used.</param>
internal sealed record PolicyFiles(IReadOnlyList<PolicyFile> Files, string ContentHash, IReadOnlyList<string> Problems)
{
    /// <summary>The policy assembly that takes the place of files, or null.</summary>
    public PolicyAssemblyFile? Assembly { get; private init; }

    /// <summary>Reads files and folders. Whatever is missing, empty, unreadable or too large becomes one problem each.</summary>
    public static PolicyFiles Read(IReadOnlyList<string> paths)
    {
        var hash = PolicyContentHash.Of(paths);
        var problems = new List<string>();
        var files = new List<PolicyFile>();
        long total = 0;
        var found = PolicyPaths.Find(paths, problems);
        if (found.Find(PolicyAssemblyFile.IsNamed) is { } assembly)
            return ReadAssembly(assembly, found.Count, hash, problems);
        foreach (var path in found)
        {
            var bytes = ReadBytes(path, problems);
            if (bytes is null)
                continue;
            total += bytes.Length;
            if (total > PolicyBounds.MaxTotalBytes)
            {
                problems.Add($"the policies are larger than {PolicyBounds.MaxTotalBytes >> 20} MiB together; is this the right folder?");
                break;
            }
            files.Add(Decode(path, bytes));
        }
        return new PolicyFiles(files, hash, problems);
    }

    private static PolicyFiles ReadAssembly(string path, int pathCount, string hash, List<string> problems)
    {
        if (pathCount > 1)
            problems.Add($"'{path}' is a policy assembly, which is the whole policy set; name it alone, or name YAML files only");
        var bytes = problems.Count == 0 ? ReadBytes(path, problems) : null;
        return new PolicyFiles([], hash, problems) { Assembly = bytes is null ? null : new PolicyAssemblyFile(path, bytes) };
    }

    private static byte[]? ReadBytes(string path, List<string> problems)
    {
        try
        {
            if (new FileInfo(path).Length <= PolicyBounds.MaxFileBytes)
                return File.ReadAllBytes(path);
            problems.Add($"'{path}' is larger than {PolicyBounds.MaxFileBytes >> 20} MiB; split it, or is it no policy?");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"'{path}' cannot be read: {e.Message}");
        }
        return null;
    }

    /// <summary>The text of a file. Bytes that are no UTF-8 become U+FFFD, which the reader refuses with line and column.</summary>
    internal static PolicyFile Decode(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        return new PolicyFile(path, Encoding.UTF8.GetString(bytes));
    }
}
