using System.Diagnostics.CodeAnalysis;

namespace EgressPipeline.Host.Compiling;

/// <summary>A file that others read while it is replaced: they see the old one or the new one, never a part.</summary>
internal static class ReplacedFile
{
    public static bool TryWrite(string path, byte[] bytes, [NotNullWhen(false)] out string? problem)
    {
        var beside = path + ".new";
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, path, overwrite: true);
            problem = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"'{path}' cannot be written: {e.Message}";
            return false;
        }
    }
}
