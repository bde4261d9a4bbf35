using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// An RE2 pattern that must match a whole text. In the process it runs in time linear in the text, so no policy and no
/// request can make it slow. Safe for concurrent use.
/// </summary>
public sealed class FullMatchRegex
{
    /// <summary>Istio's bound on the pattern, in characters.</summary>
    public const int MaxPatternLength = 1024;

    private const int StackCharacters = 256;

    private readonly Regex _regex;

    private FullMatchRegex(string pattern, Regex regex)
    {
        Pattern = pattern;
        _regex = regex;
        Prefix = AsciiText.Bytes(Re2Prefix.Of(pattern));
    }

    /// <summary>As written.</summary>
    public string Pattern { get; }

    /// <summary>The text that every match begins with; may be empty.</summary>
    internal byte[] Prefix { get; }

    /// <summary>False with a reason when the pattern is no RE2 or is too long.</summary>
    public static bool TryCreate(string pattern, out FullMatchRegex? regex, out string error)
    {
        regex = null;
        if (pattern.Length > MaxPatternLength)
        {
            error = "longer than 1024 characters";
            return false;
        }
        if (!Re2Pattern.TryTranslate(pattern, out var translated, out error))
            return false;
        try
        {
            regex = new FullMatchRegex(pattern, Compile("\\A(?:" + translated + ")\\z"));
            return true;
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            error = bad.Message;
            return false;
        }
    }

    /// <summary>True when the UTF-8 text as a whole matches. Allocates nothing once the automaton is warm.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => text.StartsWith(Prefix) && IsMatchOfAll(text);

    /// <summary>The same without looking at the beginning first.</summary>
    internal bool IsMatchOfAll(ReadOnlySpan<byte> text)
    {
#if NET
        char[]? rented = null;
        var characters = text.Length <= StackCharacters
            ? stackalloc char[StackCharacters]
            : rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var count = Encoding.UTF8.GetChars(text, characters);
            return _regex.IsMatch(characters[..count]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
#else
        return _regex.IsMatch(AsciiText.Text(text));
#endif
    }

#if NET
    internal static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
#else
    // Inside the compiler only tests evaluate patterns; a bound keeps a bad one from hanging the build.
    internal static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
#endif
}
