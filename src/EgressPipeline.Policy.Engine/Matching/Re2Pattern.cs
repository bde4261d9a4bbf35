using System.Text;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Rewrites RE2 syntax, which Istio policies use, to .NET's. What RE2 refuses (look-around, back-references, atomic
/// groups) is refused here too, so that a policy that passes here also passes there.
/// </summary>
public static class Re2Pattern
{
    /// <summary>False with a reason when the pattern is not RE2.</summary>
    public static bool TryTranslate(string pattern, out string translated, out string error)
    {
        var output = new StringBuilder(pattern.Length + 8);
        translated = "";
        error = "";
        var inClass = false;
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\')
                error = TranslateEscape(pattern, ref i, inClass, output);
            else if (inClass)
                inClass = TranslateInClass(pattern, ref i, output);
            else if (c == '[')
            {
                inClass = true;
                i = OpenClass(pattern, i, output);
            }
            else if (c == '(' && i + 1 < pattern.Length && pattern[i + 1] == '?')
            {
                error = TranslateGroup(pattern, ref i, output);
                // "(?i)" has closed itself.
                depth += pattern[i] == ')' ? 0 : 1;
            }
            // The pattern is put into brackets of ours, which it must not be able to close.
            else if (c == ')' && --depth < 0)
                error = "unexpected )";
            else if (c is '*' or '+' or '?' or '}' && i + 1 < pattern.Length && pattern[i + 1] == '+')
                error = "possessive quantifiers are not RE2";
            else
            {
                depth += c == '(' ? 1 : 0;
                output.Append(c == '$' ? "\\z" : c.ToString());
            }
            if (error.Length > 0)
                return false;
        }
        error = inClass ? "missing closing ]" : depth > 0 ? "missing closing )" : "";
        if (error.Length > 0)
            return false;
        translated = output.ToString();
        return true;
    }

    // The first ] of a class is a literal.
    private static int OpenClass(string pattern, int at, StringBuilder output)
    {
        output.Append('[');
        if (at + 1 < pattern.Length && pattern[at + 1] == '^')
        {
            output.Append('^');
            at++;
        }
        if (at + 1 < pattern.Length && pattern[at + 1] == ']')
        {
            output.Append("\\]");
            at++;
        }
        return at;
    }

    private static bool TranslateInClass(string pattern, ref int at, StringBuilder output)
    {
        var c = pattern[at];
        if (c == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':')
        {
            var end = pattern.IndexOf(":]", at + 2, StringComparison.Ordinal);
            if (end > 0 && PosixClass(pattern.Substring(at + 2, end - at - 2)) is { } set)
            {
                output.Append(set);
                at = end + 1;
                return true;
            }
        }
        // .NET reads "[a-[b]]" as subtraction, RE2 as a literal bracket.
        output.Append(c == '[' ? "\\[" : c.ToString());
        return c != ']';
    }

    private static string? PosixClass(string name) => name switch
    {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "ascii" => "\\x00-\\x7F",
        "blank" => "\\t ",
        "cntrl" => "\\x00-\\x1F\\x7F",
        "digit" => "0-9",
        "graph" => "!-~",
        "lower" => "a-z",
        "print" => " -~",
        "punct" => "!-/:-@\\[-`{-~",
        "space" => "\\t\\n\\v\\f\\r ",
        "upper" => "A-Z",
        "word" => "0-9A-Za-z_",
        "xdigit" => "0-9A-Fa-f",
        _ => null,
    };

    private static string TranslateGroup(string pattern, ref int at, StringBuilder output)
    {
        var next = at + 2 < pattern.Length ? pattern[at + 2] : '\0';
        if (next == 'P' && at + 3 < pattern.Length && pattern[at + 3] == '<')
        {
            output.Append("(?<");
            at += 3;
            return "";
        }
        if (next is '=' or '!' or '>' || (next == '<' && at + 3 < pattern.Length && pattern[at + 3] is '=' or '!') || next is '(' or '#' or '\'')
            return "look-around, atomic and conditional groups are not RE2";
        if (next == '<')
        {
            output.Append("(?<");
            at += 2;
            return "";
        }
        // Flags and plain non-capturing groups: (?:, (?i), (?s-m:  — U has no counterpart and no effect on a full match.
        for (var i = at + 2; i < pattern.Length; i++)
        {
            if (pattern[i] is ':' or ')')
            {
                output.Append(pattern, at, i - at + 1).Replace("U", "", output.Length - (i - at + 1), i - at + 1);
                at = i;
                return "";
            }
            if (pattern[i] is not ('i' or 'm' or 's' or 'U' or '-'))
                break;
        }
        return "unknown group syntax";
    }

    private static string TranslateEscape(string pattern, ref int at, bool inClass, StringBuilder output)
    {
        if (++at >= pattern.Length)
            return "trailing backslash";
        var c = pattern[at];
        if (AsciiClass(c, inClass) is { } set)
        {
            output.Append(set);
            return "";
        }
        switch (c)
        {
            case 'Q':
                return TranslateQuoted(pattern, ref at, output);
            case 'p' or 'P' when at + 1 < pattern.Length && pattern[at + 1] != '{':
                output.Append('\\').Append(c).Append('{').Append(pattern[++at]).Append('}');
                return "";
            case 'x' when at + 1 < pattern.Length && pattern[at + 1] == '{':
                return TranslateHexBraces(pattern, ref at, output);
            case 'C' or 'G' or 'Z' or 'X' or 'R' or 'K' or 'k' or 'g' or 'c' or 'e':
            case >= '1' and <= '9':
                return "\\" + c + " is not RE2";
            default:
                output.Append('\\').Append(c);
                return "";
        }
    }

    // RE2's classes are ASCII, .NET's are Unicode. A negated one inside brackets has no short ASCII form and stays.
    private static string? AsciiClass(char c, bool inClass)
    {
        var set = char.ToLowerInvariant(c) switch
        {
            'd' => "0-9",
            'w' => "0-9A-Za-z_",
            's' => "\\t\\n\\f\\r ",
            _ => null,
        };
        if (set is null || inClass)
            return char.IsUpper(c) ? null : set;
        return (char.IsUpper(c) ? "[^" : "[") + set + "]";
    }

    private static string TranslateQuoted(string pattern, ref int at, StringBuilder output)
    {
        var end = pattern.IndexOf("\\E", at + 1, StringComparison.Ordinal);
        var stop = end < 0 ? pattern.Length : end;
        output.Append(System.Text.RegularExpressions.Regex.Escape(pattern.Substring(at + 1, stop - at - 1)));
        at = end < 0 ? pattern.Length : end + 1;
        return "";
    }

    private static string TranslateHexBraces(string pattern, ref int at, StringBuilder output)
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0 || !int.TryParse(pattern.Substring(at + 2, end - at - 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) || code > 0x10FFFF)
            return "bad \\x{…}";
        foreach (var unit in code > 0xFFFF ? char.ConvertFromUtf32(code) : ((char)code).ToString())
            output.Append("\\u").Append(((int)unit).ToString("X4"));
        at = end;
        return "";
    }
}
