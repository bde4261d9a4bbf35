using System.Buffers;
using System.Security.Cryptography;

namespace EgressPipeline.Plugins;

/// <summary>The files that may be loaded, by SHA-256: what an operator has looked at, whoever may write to the folder.</summary>
internal sealed class AllowList
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly HashSet<string> _hashes;

    private AllowList(HashSet<string> hashes) => _hashes = hashes;

    /// <summary>Reads lines as <c>sha256sum</c> writes them: the hash, then anything. Empty lines and those that begin with # are left out.</summary>
    /// <returns>The list; one that allows nothing when there is a problem.</returns>
    public static AllowList Read(string path, List<string> problems)
    {
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                var hash = line.Split([' ', '\t'], 2)[0].ToLowerInvariant();
                if (line.Length == 0 || line[0] == '#')
                    continue;
                if (hash.Length == 64 && !hash.AsSpan().ContainsAnyExcept(Hex))
                    hashes.Add(hash);
                else
                    problems.Add($"{path}:{number}: no SHA-256; write lines as sha256sum does");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"the allow-list '{path}' cannot be read: {e.Message}");
        }
        return new AllowList(hashes);
    }

    public bool Allows(ReadOnlySpan<byte> file, out string hash)
    {
        hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return _hashes.Contains(hash);
    }
}
