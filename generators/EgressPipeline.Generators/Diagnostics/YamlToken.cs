namespace EgressPipeline.Generators.Diagnostics;

/// <summary>How much of a line one key or scalar takes. Only for underlining: it does not judge.</summary>
internal static class YamlToken
{
    /// <summary>Characters of the token that the rest of a line begins with; 0 at its end.</summary>
    public static int Length(string rest)
    {
        if (rest.Length == 0)
            return 0;
        if (rest[0] is '"' or '\'')
        {
            var close = rest.IndexOf(rest[0], 1);
            return close < 0 ? rest.TrimEnd().Length : close + 1;
        }
        if (rest[0] is '{' or '[' or '-')
            return 1;
        var end = 0;
        while (end < rest.Length && !Ends(rest, end))
            end++;
        return Math.Max(rest.Substring(0, end).TrimEnd().Length, 1);
    }

    // A key ends at its colon, a plain value at a comment, or where the list or mapping around it goes on.
    private static bool Ends(string rest, int at) => rest[at] switch
    {
        ':' => at + 1 == rest.Length || rest[at + 1] is ' ' or '\t',
        '#' => at > 0 && rest[at - 1] is ' ' or '\t',
        ',' or ']' or '}' => true,
        _ => false,
    };
}
