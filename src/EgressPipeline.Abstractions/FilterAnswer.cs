using System.Text;

namespace EgressPipeline;

/// <summary>
/// An answer that a filter gives in place of the service. Immutable: make it once and return it for any number of requests,
/// then answering allocates nothing.
/// </summary>
public sealed class FilterAnswer
{
    private readonly KeyValuePair<byte[], byte[]>[] _headers;

    /// <summary>Makes an answer.</summary>
    /// <param name="status">200 to 599; 204, 205 and 304 have no body.</param>
    /// <param name="body">The body; kept, not copied, so it must not change afterwards. Its length is announced by the host.</param>
    /// <param name="contentType">Value of content-type, or null for none.</param>
    /// <param name="headers">Further headers: names are tokens and no framing or hop-by-hop fields, values ASCII without control characters.</param>
    /// <exception cref="ArgumentException">A status, name or value that is not allowed.</exception>
    public FilterAnswer(int status, ReadOnlyMemory<byte> body = default, string? contentType = null, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        if (status is 204 or 205 or 304 && !body.IsEmpty)
            throw new ArgumentException($"an answer with status {status} has no body", nameof(body));
        Status = status;
        Body = body;
        var lines = new List<KeyValuePair<byte[], byte[]>>(headers.Length + 1);
        if (contentType is not null)
            lines.Add(Line("content-type", contentType));
        foreach (var (name, value) in headers)
            lines.Add(Line(name, value));
        _headers = [.. lines];
        HeaderLines = Format(_headers);
    }

    /// <summary>An answer with a text in UTF-8.</summary>
    /// <param name="status">200 to 599.</param>
    /// <param name="text">The body.</param>
    /// <param name="headers">Further headers.</param>
    public static FilterAnswer Text(int status, string text, params ReadOnlySpan<(string Name, string Value)> headers) =>
        new(status, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", headers);

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Header lines, names in lower case, content-type included, framing not.</summary>
    public ReadOnlySpan<KeyValuePair<byte[], byte[]>> Headers => _headers;

    /// <summary>The same as they go over the wire, each with its CRLF.</summary>
    internal byte[] HeaderLines { get; }

    private static byte[] Format(KeyValuePair<byte[], byte[]>[] headers)
    {
        var text = new List<byte>();
        foreach (var (name, value) in headers)
            text.AddRange([.. name, .. ": "u8, .. value, .. "\r\n"u8]);
        return [.. text];
    }

    private static KeyValuePair<byte[], byte[]> Line(string name, string value)
    {
        var line = new KeyValuePair<byte[], byte[]>(Encoding.ASCII.GetBytes(name.ToLowerInvariant()), Encoding.UTF8.GetBytes(value));
        if (!HeaderRules.IsAllowed(line.Key, line.Value))
            throw new ArgumentException($"'{name}' is no header that a filter may set, or its value has control characters", nameof(name));
        return line;
    }
}
