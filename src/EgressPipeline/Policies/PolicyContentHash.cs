using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace EgressPipeline.Policies;

/// <summary>
/// Tells whether policy files changed, without holding them: the watcher asks every few seconds, and reading thousands of
/// documents into memory each time would make the collector walk the whole plan.
/// </summary>
internal static class PolicyContentHash
{
    private const int BlockSize = 64 * 1024;

    /// <summary>SHA-256, hex, over the paths that are found and their contents; what cannot be read counts with its reason.</summary>
    public static string Of(IReadOnlyList<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var problems = new List<string>();
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            foreach (var path in PolicyPaths.Find(paths, problems))
            {
                Append(hash, path);
                AppendContents(hash, path, block, problems);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        foreach (var problem in problems)
            Append(hash, problem);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendContents(IncrementalHash hash, string path, byte[] block, List<string> problems)
    {
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            long at = 0;
            // A file over the bound is refused whatever stands behind it.
            while (at <= PolicyBounds.MaxFileBytes && RandomAccess.Read(file, block, at) is > 0 and var read)
            {
                hash.AppendData(block, 0, read);
                at += read;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"'{path}' cannot be read: {e.Message}");
        }
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
