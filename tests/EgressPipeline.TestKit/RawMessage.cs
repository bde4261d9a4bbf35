using System.Globalization;
using System.Text;

namespace EgressPipeline.TestKit;

/// <summary>One HTTP/1.1 message as it arrived, cut into its parts and otherwise untouched. Text is Latin-1, byte for byte.</summary>
/// <param name="Head">Start line and fields with every CRLF, through the blank line.</param>
/// <param name="Body">The body with the chunking taken away.</param>
/// <param name="Trailers">Field lines after a chunked body, each with its CRLF; else empty.</param>
public sealed record RawMessage(string Head, byte[] Body, string Trailers)
{
    /// <summary>The first line, without its CRLF.</summary>
    public string StartLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    /// <summary>Status of a response.</summary>
    public int Status => int.Parse(StartLine.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>Method of a request.</summary>
    public string Method => StartLine.Split(' ')[0];

    /// <summary>Request target exactly as sent.</summary>
    public string Target => StartLine.Split(' ')[1];

    /// <summary>The body as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Fields in the order they came.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields => FieldsOf(Head);

    /// <summary>The values of a field joined by ", ", or null when it is absent. Names compare without case.</summary>
    public string? Header(string name)
    {
        var values = Fields.Where(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value).ToArray();
        return values.Length == 0 ? null : string.Join(", ", values);
    }

    /// <summary>The message as text, for the message of a failed assertion.</summary>
    public override string ToString() => Head + Text + Trailers;

    internal bool HasToken(string name, string token) =>
        Header(name)?.Split(',').Any(part => part.Trim().Equals(token, StringComparison.OrdinalIgnoreCase)) == true;

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(string head)
    {
        foreach (var line in head.Split("\r\n").Skip(1).TakeWhile(line => line.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            yield return new(colon < 0 ? line : line[..colon], colon < 0 ? "" : line[(colon + 1)..].Trim());
        }
    }
}
