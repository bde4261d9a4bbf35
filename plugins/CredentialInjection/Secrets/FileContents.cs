using System.Security.Cryptography;

namespace CredentialInjection.Secrets;

/// <summary>What a group of files held at one look, or why they could not be read. Immutable.</summary>
internal sealed class FileContents
{
    /// <summary>Largest secret file in bytes: credentials, keys and chains are far below.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _fingerprint;

    private FileContents(byte[][] files, string? problem)
    {
        Files = files;
        Problem = problem;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(BitConverter.GetBytes(file.Length));
            hash.AppendData(file);
        }
        _fingerprint = hash.GetHashAndReset();
    }

    /// <summary>One array a file, without white space at the ends; empty when there is a problem.</summary>
    public byte[][] Files { get; }

    /// <summary>Which file cannot be used and why, without anything of its content; null when all were read.</summary>
    public string? Problem { get; }

    /// <summary>Reads files from beginning to end. Never throws for what a file or a path can be.</summary>
    public static FileContents Read(IReadOnlyList<string> paths)
    {
        var files = new byte[paths.Count][];
        for (var i = 0; i < files.Length; i++)
            if (ReadOne(paths[i], out files[i]) is { } problem)
                return new FileContents([], $"'{paths[i]}' {problem}");
        return new FileContents(files, null);
    }

    public bool IsSameAs(FileContents? other) => other is not null && other.Problem == Problem && other._fingerprint.AsSpan().SequenceEqual(_fingerprint);

    private static string? ReadOne(string path, out byte[] content)
    {
        content = [];
        try
        {
            using var handle = File.OpenHandle(path);
            var buffer = new byte[MaxBytes + 1];
            var length = 0;
            while (length < buffer.Length && RandomAccess.Read(handle, buffer.AsSpan(length), length) is > 0 and var read)
                length += read;
            if (length > MaxBytes)
                return $"is larger than {MaxBytes / 1024} KiB";
            content = buffer.AsSpan(0, length).Trim(" \t\r\n"u8).ToArray();
            CryptographicOperations.ZeroMemory(buffer);
            return content.Length == 0 ? "is empty" : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "does not exist";
        }
        catch (UnauthorizedAccessException)
        {
            return "may not be read by the sidecar";
        }
        catch (Exception e)
        {
            return $"cannot be read ({e.GetType().Name})";
        }
    }
}
