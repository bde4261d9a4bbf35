using System.Text;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>A configuration as text without places: equal texts for configurations that mean the same.</summary>
internal static class ConfigText
{
    public static string Of(ConfigValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ConfigValue value)
    {
        switch (value)
        {
            case ConfigMap map:
                text.Append('{');
                foreach (var entry in map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    WriteText(text, entry.Key);
                    Write(text, entry.Value);
                }
                text.Append('}');
                break;
            case ConfigList list:
                text.Append('[');
                foreach (var item in list.Items)
                    Write(text, item);
                text.Append(']');
                break;
            case ConfigScalar scalar:
                text.Append((int)scalar.Kind);
                WriteText(text, scalar.Text);
                break;
        }
    }

    // With its length in front no text can look like two.
    private static void WriteText(StringBuilder text, string value) => text.Append(value.Length).Append(':').Append(value);
}
