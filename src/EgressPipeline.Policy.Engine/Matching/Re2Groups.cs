using System.Text.RegularExpressions;

namespace EgressPipeline.Policy.Matching;

/// <summary>The groups of a pattern in the order of their brackets, as RE2 counts them: .NET counts named ones after all others.</summary>
internal static class Re2Groups
{
    /// <summary>.NET's number of each group; the first stands for the whole match.</summary>
    /// <param name="translated">What <see cref="Re2Pattern"/> made of the pattern.</param>
    /// <param name="regex">The same, compiled.</param>
    public static int[] NumbersOf(string translated, Regex regex)
    {
        var numbers = new List<int> { 0 };
        var unnamed = 0;
        var inClass = false;
        for (var i = 0; i < translated.Length; i++)
        {
            var c = translated[i];
            if (c == '\\')
                i++;
            else if (inClass)
                inClass = c != ']';
            else if (c == '[')
                inClass = true;
            else if (c == '(' && (i + 1 >= translated.Length || translated[i + 1] != '?'))
                numbers.Add(++unnamed);
            else if (c == '(' && NameAt(translated, i) is { } name)
                numbers.Add(regex.GroupNumberFromName(name));
        }
        return [.. numbers];
    }

    private static string? NameAt(string pattern, int bracket)
    {
        var start = bracket + 3;
        if (start >= pattern.Length || pattern[start - 1] != '<')
            return null;
        var end = pattern.IndexOf('>', start);
        return end < 0 ? null : pattern.Substring(start, end - start);
    }
}
