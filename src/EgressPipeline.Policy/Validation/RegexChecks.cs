using System.Text.RegularExpressions;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for regular expressions and other text conditions.</summary>
internal static class RegexChecks
{
    /// <summary>Istio's bound on a pattern's length.</summary>
    public const int MaxLength = 1024;

#if NET
    // Linear time whatever the input: what RE2 promises.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
#else
    // In the compiler only the syntax is judged; nothing is matched there.
    private const RegexOptions Options = RegexOptions.CultureInvariant;
#endif

    /// <summary>A condition that may be absent; reports an empty prefix or regex, and what is no RE2.</summary>
    public static void Check(StringMatchRule? match, DiagnosticBag bag)
    {
        if (match is null || match.Kind is StringMatchKind.Present or StringMatchKind.Exact)
            return;
        if (match.Value.Length == 0)
            bag.Report(ValueDiagnostics.EmptyCondition, match.Source, match.Kind == StringMatchKind.Prefix ? "prefix" : "regex");
        else if (match.Kind == StringMatchKind.Regex)
            CheckPattern(match.Value, match.Source, bag);
    }

    public static void CheckPattern(string pattern, SourceRef source, DiagnosticBag bag)
    {
        if (FindError(pattern) is { } error)
            bag.Report(ValueDiagnostics.BadRegex, source, pattern.Length <= 60 ? pattern : pattern.Substring(0, 60) + "…", error);
    }

    private static string? FindError(string pattern)
    {
        if (pattern.Length > MaxLength)
            return "it has " + pattern.Length + " characters; at most " + MaxLength + " are allowed";
        if (!Re2Pattern.TryTranslate(pattern, out var translated, out var error))
            return error;
        try
        {
            _ = new Regex(translated, Options);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return exception.Message;
        }
    }
}
