using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace EgressPipeline.Generators.Naming;

/// <summary>Makes C# names of names that people give to policies, and judges those that they give to tables.</summary>
internal static class CSharpName
{
    /// <summary>
    /// <c>external-api</c> becomes <c>ExternalApi</c>: whatever is no ASCII letter or digit ends a word. Empty when nothing is left.
    /// Contains no underscore but before a leading digit.
    /// </summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        var starts = true;
        foreach (var c in name)
        {
            if (!IsLetter(c) && !IsDigit(c))
            {
                starts = true;
                continue;
            }
            if (text.Length == 0 && IsDigit(c))
                text.Append('_');
            text.Append(starts ? char.ToUpperInvariant(c) : c);
            starts = false;
        }
        return text.ToString();
    }

    /// <summary>A namespace of whatever text stands in RootNamespace, each part made valid as the SDK's own templates do.</summary>
    public static string Namespace(string text) =>
        string.Join(".", text.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(Part).Where(part => part.Length > 0));

    /// <summary>True for one identifier that can be written without escaping.</summary>
    public static bool IsIdentifier(string text) =>
        SyntaxFacts.IsValidIdentifier(text) && SyntaxFacts.GetKeywordKind(text) == SyntaxKind.None;

    private static string Part(string part)
    {
        var text = new StringBuilder(part.Length + 1);
        foreach (var c in part.Trim())
            text.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
        if (text.Length > 0 && !SyntaxFacts.IsIdentifierStartCharacter(text[0]))
            text.Insert(0, '_');
        return SyntaxFacts.GetKeywordKind(text.ToString()) == SyntaxKind.None ? text.ToString() : "@" + text;
    }

    private static bool IsLetter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z';

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
