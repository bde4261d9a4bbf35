using System.Text;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// The labels of one series, rendered once when the series is made, so that neither recording nor scraping formats them again.
/// Immutable and safe for concurrent use.
/// </summary>
internal sealed class LabelSet
{
    public static readonly LabelSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] _labels;
    private KeyValuePair<string, object?>[]? _tags;

    private LabelSet(KeyValuePair<string, string>[] labels)
    {
        _labels = labels;
        Text = Encoding.UTF8.GetBytes(Render(labels));
    }

    /// <summary><c>a="1",b="2"</c> as Prometheus reads it, without braces.</summary>
    public byte[] Text { get; }

    public ReadOnlySpan<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>The same labels for <see cref="System.Diagnostics.Metrics"/>; made when first asked for.</summary>
    public KeyValuePair<string, object?>[] Tags =>
        _tags ??= Array.ConvertAll(_labels, static label => new KeyValuePair<string, object?>(label.Key, label.Value));

    public static LabelSet Of(string name, string value) => new([new(name, value)]);

    /// <summary>These labels followed by others; names must be distinct.</summary>
    public LabelSet With(params ReadOnlySpan<KeyValuePair<string, string>> more) => new([.. _labels, .. more]);

    private static string Render(KeyValuePair<string, string>[] labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(name).Append("=\"");
            AppendEscaped(text, value);
            text.Append('"');
        }
        return text.ToString();
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var c in value)
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
    }
}
