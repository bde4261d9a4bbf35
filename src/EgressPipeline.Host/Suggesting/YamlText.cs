using System.Text;

namespace EgressPipeline.Host.Suggesting;

/// <summary>Texts of calls as YAML scalars: always double-quoted, so that nothing a client sent can be anything but a text.</summary>
internal static class YamlText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c is < ' ' or > '~')
                quoted.Append("\\u").Append(((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
            else
                quoted.Append(c);
        return quoted.Append('"').ToString();
    }

    /// <summary><c>["a", "b"]</c>.</summary>
    public static string List(IEnumerable<string> texts) => "[" + string.Join(", ", texts.Select(Quote)) + "]";
}
