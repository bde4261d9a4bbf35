using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using DataGuard.Patterns;
using DataGuard.Scanning;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Patterns;

/// <summary>What a pattern means is what the framework's regular expressions say, tried on every part of a text.</summary>
public sealed class PatternSearchTests
{
    private static readonly Gen<string> Atom = Gens.OneOf("a", "b", "-", "[ab]", "[^a]", ".", "\\d", "\\w", "1", "(a|b1)", "(?:ab|a|b-)", "[a-b1]", "\\x61", "\\-");
    private static readonly Gen<string> Repeat = Gens.OneOf("", "", "", "", "?", "{2}", "{1,3}", "{0,2}");

    private static readonly Gen<string> PatternText =
        from parts in Gen.Select(Atom, Repeat).Select(static (atom, repeat) => atom + repeat).Array[1, 4]
        from other in Gens.OneOf("", "", "", "|ab")
        from start in Gens.OneOf("", "", "\\b")
        from end in Gens.OneOf("", "", "\\b")
        select $"{start}(?:{string.Concat(parts)}{other}){end}";

    private static readonly Gen<string> Text = Gen.Char["aab1-\nB"].Array[0, 24].Select(static all => new string(all));

    [Fact]
    public void Pattern_AnyTextAndCuts_MasksWhatAnyMatchCovers() =>
        Gen.Select(PatternText, Text, Gen.Int[0, 24].Array[0, 4], Gen.Bool).Sample(
            static (pattern, text, places, ignoreCase) =>
            {
                if (!TryMake(pattern, ignoreCase, out var detector))
                    return;
                int[] cuts = [.. places.Select(place => place % (text.Length + 1)).Order()];
                var outcome = Scans.Run(Scans.Plan(detector), Encoding.ASCII.GetBytes(text), cuts);
                Assert.Equal(Expected(pattern, text, ignoreCase), Encoding.ASCII.GetString(outcome.Output));
            },
            iter: 6000);

    [Fact]
    public void Literals_AnyTextAndCuts_MaskEveryOccurrence() =>
        Gen.Select(Gen.Char["ab1"].Array[1, 5].Select(static all => new string(all)).Array[1, 20], Text, Gen.Int[0, 24].Array[0, 4], Gen.Bool).Sample(
            static (words, text, places, ignoreCase) =>
            {
                int[] cuts = [.. places.Select(place => place % (text.Length + 1)).Order()];
                var detector = PatternDetector.OfLiterals(words, ignoreCase, wholeWords: false);
                var outcome = Scans.Run(Scans.Plan(detector), Encoding.ASCII.GetBytes(text), cuts);
                Assert.Equal(Expected(string.Join('|', words), text, ignoreCase), Encoding.ASCII.GetString(outcome.Output));
            },
            iter: 3000);

    [Theory]
    [InlineData(@"\bEMP-\d{6}\b", "EMP-123456, EMP-1234567, XEMP-123456", "**********, EMP-1234567, XEMP-123456")]
    [InlineData("secret-[a-z]{3,20}", "a secret-abcdefgh b", "a *************** b")]
    [InlineData("(Falcon|Café)", "Project Falcon meets Café", "Project ****** meets *****")]
    [InlineData("x{3}", "xxxxxx", "******")]
    [InlineData("\\\\b", "a\\b", "a\\b")] // the escape stays whole
    [InlineData("ab\\\\b", "ab\\b", "**\\b")]
    public void Pattern_Example_IsMasked(string pattern, string text, string expected) =>
        Assert.Equal(expected, Scans.Masked(Scans.Plan(PatternDetector.Of(pattern, ignoreCase: false)), text));

    [Fact]
    public void Literals_WholeWords_LeavesParts()
    {
        var detector = PatternDetector.OfLiterals(["ann", "Zoë"], ignoreCase: true, wholeWords: true);
        Assert.Equal("Anna, ***, banner, ****, Zoën", Scans.Masked(Scans.Plan(detector), "Anna, ANN, banner, Zoë, Zoën"));
    }

    [Fact]
    public void Literals_AThousand_AreFoundWhereTheyAre()
    {
        string[] words = [.. Enumerable.Range(0, 1000).Select(number => $"cu{number * 7919 % 100_003:x5}")];
        var detector = PatternDetector.OfLiterals(words, ignoreCase: false, wholeWords: false);
        var text = string.Join(' ', words.Select(word => $"x{word}y {word[..5]}"));
        var outcome = Scans.Run(Scans.Plan(detector), Encoding.ASCII.GetBytes(text));
        Assert.Equal(1000, outcome.Counts[0]);
    }

    [Fact]
    public void Finding_TouchingMatches_AreTwoAndOverlappingOnesAreOne()
    {
        var plan = Scans.Plan(PatternDetector.Of("aba", ignoreCase: false), DetectorMode.Report);
        Finding[] touching = [new(0, 0, 3), new(0, 3, 3)];
        Assert.Equal(touching, Scans.Run(plan, "abaaba"u8.ToArray()).Findings);
        Assert.Equal([new(0, 0, 5)], Scans.Run(plan, "ababa"u8.ToArray()).Findings);
    }

    private static bool TryMake(string pattern, bool ignoreCase, out PatternDetector detector)
    {
        try
        {
            detector = PatternDetector.Of(pattern, ignoreCase);
            return true;
        }
        catch (PatternException refusal) when (refusal.Message.Contains("empty text", StringComparison.Ordinal))
        {
            detector = null!;
            return false;
        }
    }

    private static string Expected(string pattern, string text, bool ignoreCase)
    {
        var masked = text.ToCharArray();
        var options = (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant | RegexOptions.ECMAScript;
        for (var start = 0; start < text.Length; start++)
            for (var end = start + 1; end <= text.Length; end++)
                if (Matches(pattern, text, start, end, options))
                    for (var i = start; i < end; i++)
                        if (text[i] != '\n')
                            masked[i] = '*';
        return new string(masked);
    }

    private static bool Matches(string pattern, string text, int start, int end, RegexOptions options)
    {
        var inner = pattern;
        if (inner.StartsWith("\\b", StringComparison.Ordinal))
        {
            inner = inner[2..];
            if (!IsBoundary(text, start))
                return false;
        }
        if (inner.EndsWith("\\b", StringComparison.Ordinal))
        {
            inner = inner[..^2];
            if (!IsBoundary(text, end))
                return false;
        }
        // $ alone also matches before a last line feed.
        return Regex.IsMatch(text[start..end], $"^(?:{inner})$(?![\\s\\S])", options);
    }

    private static bool IsBoundary(string text, int at) => IsWord(text, at - 1) != IsWord(text, at);

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_');
}
