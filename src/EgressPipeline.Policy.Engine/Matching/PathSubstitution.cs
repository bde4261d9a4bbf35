using System.Text;
using System.Text.RegularExpressions;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Replaces whatever of a path matches an RE2 pattern, as RE2's GlobalReplace does: <c>\1</c> to <c>\9</c> stand for groups,
/// <c>\0</c> for all that matched, <c>\\</c> for a backslash. In the process it runs in time linear in the path. Safe for
/// concurrent use.
/// </summary>
public sealed class PathSubstitution
{
    /// <summary>No result is longer, in characters: a short path and a long replacement could otherwise fill the memory.</summary>
    public const int MaxResult = 64 * 1024;

    private readonly Regex _regex;
    private readonly int[] _groups;

    private PathSubstitution(string pattern, string replacement, Regex regex, int[] groups)
    {
        Pattern = pattern;
        Replacement = replacement;
        _regex = regex;
        _groups = groups;
    }

    /// <summary>As written.</summary>
    public string Pattern { get; }

    /// <summary>As written.</summary>
    public string Replacement { get; }

    /// <summary>False with a reason when the pattern is no RE2 or the replacement does not go with it.</summary>
    public static bool TryCreate(string pattern, string replacement, out PathSubstitution? substitution, out string error)
    {
        substitution = null;
        if (pattern.Length > FullMatchRegex.MaxPatternLength)
        {
            error = "longer than 1024 characters";
            return false;
        }
        if (!Re2Pattern.TryTranslate(pattern, out var translated, out error))
            return false;
        try
        {
            var regex = FullMatchRegex.Compile(translated);
            var groups = Re2Groups.NumbersOf(translated, regex);
            error = FirstMistake(replacement, groups.Length) ?? "";
            if (error.Length == 0)
                substitution = new PathSubstitution(pattern, replacement, regex, groups);
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            error = bad.Message;
        }
        return substitution is not null;
    }

    /// <summary>The path with every match replaced, a slash put in front where it has none; null when that is longer than <see cref="MaxResult"/>.</summary>
    public string? Apply(string path)
    {
        var result = new StringBuilder(path.Length + Replacement.Length);
        var end = 0;
        for (var match = _regex.Match(path); match.Success && result.Length <= MaxResult; match = match.NextMatch())
        {
            // RE2 takes no empty match right behind another one.
            if (match.Length == 0 && match.Index == end && end > 0)
                continue;
            result.Append(path, end, match.Index - end);
            AppendReplacement(result, match);
            end = match.Index + match.Length;
        }
        result.Append(path, end, path.Length - end);
        if (result.Length == 0 || result[0] != '/')
            result.Insert(0, '/');
        return result.Length > MaxResult ? null : result.ToString();
    }

    /// <summary>Pattern and replacement.</summary>
    public override string ToString() => "/" + Pattern + "/ by " + Replacement;

    private static string? FirstMistake(string replacement, int groups)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var c = replacement[i];
            if (c is <= ' ' or >= '\u007F' or '#')
                return "the replacement has a character that no path has";
            if (c != '\\')
                continue;
            var escaped = ++i < replacement.Length ? replacement[i] : '\0';
            if (escaped is >= '0' and <= '9' && escaped - '0' >= groups)
                return "the replacement names group \\" + escaped + ", and the pattern has " + (groups - 1);
            if (escaped is not ('\\' or (>= '0' and <= '9')))
                return "a backslash in the replacement must be followed by a digit or a backslash";
        }
        return null;
    }

    private void AppendReplacement(StringBuilder result, Match match)
    {
        for (var i = 0; i < Replacement.Length; i++)
        {
            if (Replacement[i] != '\\')
                result.Append(Replacement[i]);
            else if (Replacement[++i] == '\\')
                result.Append('\\');
            else
                result.Append(match.Groups[_groups[Replacement[i] - '0']].Value);
        }
    }
}
