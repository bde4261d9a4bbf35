using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace EgressPipeline.Generators.Emission;

/// <summary>Puts text of policies into C#. The text is anybody's: nothing of it may end a literal or a comment.</summary>
internal static class CSharpText
{
    /// <summary>A string literal, quotes included.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>Text for an XML comment on one line.</summary>
    public static string Comment(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
            switch (c)
            {
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '&':
                    escaped.Append("&amp;");
                    break;
                default:
                    escaped.Append(IsShown(c) ? c : '?');
                    break;
            }
        return escaped.ToString();
    }

    // Line and paragraph separators end a comment as a line break does.
    private static bool IsShown(char c) => !char.IsControl(c) && c is not ('\u2028' or '\u2029') && !char.IsSurrogate(c);
}
