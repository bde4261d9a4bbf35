namespace EgressPipeline.Hosting.Settings;

/// <summary>Reads a file that a setting names; whatever goes wrong becomes one clause for the user.</summary>
internal static class SmallFile
{
    private const int MaxBytes = 1 << 20;

    public static bool TryRead(string path, out string text, out string? problem)
    {
        text = "";
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                problem = $"file '{path}' does not exist";
            else if (file.Length > MaxBytes)
                problem = $"file '{path}' is larger than 1 MiB";
            else
                (text, problem) = (File.ReadAllText(path), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"file '{path}' cannot be read: {e.Message}";
        }
        return problem is null;
    }
}
