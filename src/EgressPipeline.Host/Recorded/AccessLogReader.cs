using System.Text.Json;

namespace EgressPipeline.Host.Recorded;

/// <summary>Reads JSON access logs line by line; lines of another kind are counted and left out.</summary>
internal static class AccessLogReader
{
    /// <summary>Characters of a line that are looked at; access records are far shorter.</summary>
    public const int MaxLine = 64 * 1024;

    /// <summary>Adds the calls of every file; <c>-</c> is standard input.</summary>
    /// <returns>Why a file cannot be read, or null.</returns>
    public static string? Read(IReadOnlyList<string> paths, RecordedCalls calls)
    {
        foreach (var path in paths)
            try
            {
                if (path == "-")
                    Read(Console.In, calls);
                else
                    using (var file = new StreamReader(path))
                        Read(file, calls);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"the access log '{path}' cannot be read: {e.Message}";
            }
        return null;
    }

    internal static void Read(TextReader log, RecordedCalls calls)
    {
        var lines = new BoundedLines(log, MaxLine);
        while (lines.Next() is { } line)
            if (line.Length > 0)
                calls.Add(Parse(line));
    }

    private static RecordedCall? Parse(string line)
    {
        if (line[0] != '{')
            return null;
        try
        {
            using var record = JsonDocument.Parse(line);
            return RecordReader.Access(record.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
