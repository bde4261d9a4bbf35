namespace EgressPipeline.Policy.Matching;

/// <summary>
/// The text that every full match of an RE2 pattern begins with, as far as it is plain to see: comparing it first spares most
/// routes the automaton. Errs towards the empty text.
/// </summary>
internal static class Re2Prefix
{
    public static string Of(string pattern)
    {
        // An alternative outside of brackets would make the beginning one of several. Classes and escapes may hide a bracket.
        if (pattern.IndexOf('|') >= 0 && (pattern.IndexOfAny(['[', '\\']) >= 0 || HasOpenAlternative(pattern)))
            return "";
        var prefix = new System.Text.StringBuilder();
        for (var i = pattern.StartsWith("^", StringComparison.Ordinal) ? 1 : 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            // An escaped sign is itself, an escaped letter or digit is not.
            if (c == '\\' && i + 1 < pattern.Length && IsSign(pattern[i + 1]))
                c = pattern[++i];
            else if (!IsPlain(c))
                break;
            var next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            if (next is '*' or '?' or '{')
                break;
            prefix.Append(c);
            if (next == '+')
                break;
        }
        return prefix.ToString();
    }

    private static bool HasOpenAlternative(string pattern)
    {
        var depth = 0;
        foreach (var c in pattern)
            if (c == '(')
                depth++;
            else if (c == ')')
                depth--;
            else if (c == '|' && depth == 0)
                return true;
        return false;
    }

    // ASCII alone: what is not UTF-8 is replaced before the automaton sees it, so other bytes say nothing.
    private static bool IsPlain(char c) => c is > ' ' and < '\x7f' && !IsOperator(c);

    private static bool IsOperator(char c) => c is '\\' or '^' or '$' or '.' or '|' or '?' or '*' or '+' or '(' or ')' or '[' or ']' or '{' or '}';

    private static bool IsSign(char c) => c is > ' ' and < '\x7f' && !(c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_');
}
