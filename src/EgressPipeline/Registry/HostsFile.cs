using System.Net;

namespace EgressPipeline.Registry;

/// <summary>The system's hosts file, read again when it changed. Safe for concurrent use.</summary>
internal sealed class HostsFile(string path)
{
    private sealed record Content(DateTime Written, Dictionary<string, IPAddress[]> Names);

    private volatile Content? _content;

    /// <summary>Addresses of a name in the file's order, or null when the file does not know it.</summary>
    public IPAddress[]? Find(string name) => Current().Names.GetValueOrDefault(name);

    private Content Current()
    {
        var written = File.GetLastWriteTimeUtc(path);
        var content = _content;
        if (content is null || content.Written != written)
            _content = content = new Content(written, Read());
        return content;
    }

    private Dictionary<string, IPAddress[]> Read()
    {
        var names = new Dictionary<string, IPAddress[]>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var line in File.ReadLines(path))
                AddLine(names, line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            names.Clear(); // no hosts file is as good as an empty one
        }
        return names;
    }

    private static void AddLine(Dictionary<string, IPAddress[]> names, string line)
    {
        var comment = line.IndexOf('#');
        var fields = (comment < 0 ? line : line[..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || !IPAddress.TryParse(fields[0], out var address))
            return;
        foreach (var name in fields.AsSpan(1))
            names[name] = names.TryGetValue(name, out var known) ? [.. known, address] : [address];
    }
}
