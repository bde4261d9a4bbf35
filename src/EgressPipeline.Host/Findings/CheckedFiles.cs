using EgressPipeline.Policies;

namespace EgressPipeline.Host.Findings;

/// <summary>The files to check: those of the paths, and standard input where a path is <c>-</c>.</summary>
internal static class CheckedFiles
{
    private const string StandardInput = "-";

    /// <summary>How standard input is called in findings.</summary>
    private const string Name = "stdin";

    public static PolicyFiles Read(string[] paths)
    {
        var named = Array.FindAll(paths, p => p != StandardInput);
        var files = named.Length > 0 ? PolicyFiles.Read(named) : new PolicyFiles([], "", []);
        if (named.Length == paths.Length)
            return files;
        if (files.Assembly is { } assembly)
            return files with { Problems = [$"'{assembly.Path}' is a policy assembly, which is the whole policy set; name it alone"] };
        using var input = Console.OpenStandardInput();
        return ReadBounded(input) is { } bytes
            ? files with { Files = [.. files.Files, PolicyFiles.Decode(Name, bytes)] }
            : files with { Problems = [.. files.Problems, $"standard input is larger than {PolicyBounds.MaxFileBytes >> 20} MiB"] };
    }

    /// <summary>All that comes, or null when it is more than one file may be.</summary>
    private static byte[]? ReadBounded(Stream input)
    {
        var taken = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (var read = input.Read(buffer); read > 0; read = input.Read(buffer))
        {
            if (taken.Length + read > PolicyBounds.MaxFileBytes)
                return null;
            taken.Write(buffer, 0, read);
        }
        return taken.ToArray();
    }
}
